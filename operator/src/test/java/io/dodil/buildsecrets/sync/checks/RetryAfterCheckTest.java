package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.saved;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.RetryAfterHolds;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.sync.SyncOutcome.HeldByRetryAfter;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterCheckTest {

  private static final Failure BUSY = new Failure.RateLimited(Failure.Party.API);

  private final RetryAfterHolds holds = new RetryAfterHolds();
  private final RetryAfterCheck check =
      new RetryAfterCheck(
          holds,
          new UpToDateCheck(
              SettingsBuilder.settings(),
              new FakeCluster(),
              TargetState.empty(new InDoubtRequests(Duration.ofSeconds(30), Duration.ZERO))));

  @Test
  void passesWhenNobodyAskedToWait() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void waitsForTheTimeThatTheApiNamed() {
    var until = busy();

    assertThat(check.check(subject().at(until.minusMillis(1))))
        .contains(Blocked.until(until, new HeldByRetryAfter(BUSY)));
    assertThat(check.check(subject().at(until))).isEmpty();
  }

  @Test
  void saysNothingOfAResyncThatWaits() {
    var until = busy();

    assertThat(check.check(saved().now()))
        .contains(Blocked.until(until, new Unchanged(Because.DEFERRED)));
  }

  @Test
  void passesAnotherCredential() {
    busy();

    assertThat(check.check(subject(c -> c.spec(s -> s.token("other"))).now())).isEmpty();
  }

  private Instant busy() {
    return holds.hold(subject().now().task().holdKey(), BUSY, NOW, Duration.ofSeconds(90));
  }
}
