package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.saved;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuspendedCheckTest {

  private final InDoubtRequests inDoubt =
      new InDoubtRequests(Duration.ofSeconds(30), Duration.ofSeconds(15));
  private final SuspendedCheck check = new SuspendedCheck(inDoubt);

  @Test
  void passesAResourceThatIsNotSuspended() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void knowsNothingOfOneThatWasNeverSaved() {
    assertThat(check.check(subject(SuspendedCheckTest::suspended).now()))
        .contains(Blocked.by(new Suspended(Standing.UNKNOWN)));
  }

  @Test
  void knowsOneThatIsAsItWasSaved() {
    assertThat(check.check(saved(SuspendedCheckTest::suspended).now()))
        .contains(Blocked.by(new Suspended(Standing.CURRENT)));
  }

  @Test
  void knowsNothingOfOneWhoseSecretsHaveChanged() {
    assertThat(check.check(saved(SuspendedCheckTest::suspended).changed().now()))
        .contains(Blocked.by(new Suspended(Standing.UNKNOWN)));
  }

  @Test
  void knowsNothingOfOneWhoseTargetIsInDoubt() {
    inDoubt.learn(
        SettingsBuilder.STAGING.target("acme"), NOW.plusSeconds(20), new Timestamp(NOW, NOW));

    assertThat(check.check(saved(SuspendedCheckTest::suspended).now()))
        .contains(Blocked.by(new Suspended(Standing.UNKNOWN)));
  }

  private static void suspended(ResourceBuilder resource) {
    resource.spec(s -> s.suspended());
  }
}
