package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.CACHED;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.Unaccepted;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackOffCheckTest {

  private static final Instant RETRY = NOW.plusSeconds(10);
  private static final SyncOutcome FAILED = new ReadFailed();

  private final BackOffCheck check = new BackOffCheck();

  @Test
  void passesAFirstAttempt() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void keepsTheOutcomeOfTheFailedAttemptUntilItsBackOffIsOver() {
    var failed = after(subject(), FAILED);

    assertThat(check.check(failed.at(RETRY.minusMillis(1))))
        .contains(Blocked.until(RETRY, new Deferred(FAILED)));
    assertThat(check.check(failed.at(RETRY))).isEmpty();
  }

  @Test
  void hasNothingToKeepAfterAnAttemptThatLearnedNothing() {
    assertThat(check.check(after(subject(), new Unchanged(Because.GONE)).now()))
        .contains(Blocked.until(RETRY, new Unchanged(Because.DEFERRED)));
  }

  @Test
  void passesANewGeneration() {
    assertThat(check.check(after(subject(c -> c.generation(2)), FAILED).now())).isEmpty();
  }

  @Test
  void passesANewSyncRequest() {
    assertThat(check.check(after(subject(c -> c.request("again")), FAILED).now())).isEmpty();
  }

  @Test
  void passesAChangedSecret() {
    assertThat(check.check(after(subject().changed(), FAILED).now())).isEmpty();
  }

  private static SubjectBuilder after(SubjectBuilder subject, SyncOutcome outcome) {
    var attempt = new Unaccepted(1, Optional.empty(), CACHED, outcome, RETRY);
    return subject.remembered(m -> m.ended(NOW, Optional.of(attempt)));
  }
}
