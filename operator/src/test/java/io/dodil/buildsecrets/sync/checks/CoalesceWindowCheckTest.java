package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoalesceWindowCheckTest {

  private final CoalesceWindowCheck check = new CoalesceWindowCheck(Duration.ofSeconds(1));

  @Test
  void passesTheFirstChangeAtOnce() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void gathersWhatChangesSoonAfterAnAttempt() {
    var attempted = subject().remembered(m -> m.ended(NOW, Optional.empty()));
    var end = NOW.plusSeconds(1);

    assertThat(check.check(attempted.at(end.minusMillis(1))))
        .contains(Blocked.until(end, new Unchanged(Because.COALESCING)));
    assertThat(check.check(attempted.at(end))).isEmpty();
  }
}
