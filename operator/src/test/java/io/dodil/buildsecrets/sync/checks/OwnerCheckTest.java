package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import org.junit.jupiter.api.Test;

class OwnerCheckTest {

  private final OwnerCheck check = new OwnerCheck();

  @Test
  void passesTheOwner() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void looksAgainInSecondsWhenItIsAnotherOnesTurn() {
    assertThat(check.check(subject().notOwner().now()))
        .contains(Blocked.until(NOW.plusSeconds(5), new Unchanged(Because.DEFERRED)));
  }
}
