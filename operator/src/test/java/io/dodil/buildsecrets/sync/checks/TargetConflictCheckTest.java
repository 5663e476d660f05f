package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.Ownership;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TargetConflictCheckTest {

  private final TargetConflictCheck check =
      new TargetConflictCheck(
          new Ownership(
              SettingsBuilder.settings(),
              TargetState.empty(new InDoubtRequests(Duration.ofSeconds(30), Duration.ZERO)),
              (_, _) -> true));

  @Test
  void passesTheOnlyResourceOfATarget() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void passesBesideAnotherOneThatHasNotSaved() {
    assertThat(check.check(subject().with(resource("other")).notOwner().now())).isEmpty();
  }

  @Test
  void namesAnotherOneThatHasSaved() {
    var other = resource("other", c -> c.saved(NOW.minusSeconds(60)));

    assertThat(check.check(subject().with(other).notOwner().now()))
        .contains(Blocked.by(new Denial.TargetConflict(other.id(), "acme", "staging")));
  }

  @Test
  void passesTheOneThatSavedLast() {
    var other = resource("other", c -> c.saved(NOW.minusSeconds(60)));
    var newer = subject(c -> c.saved(NOW.minusSeconds(30)));

    assertThat(check.check(newer.with(other).now())).isEmpty();
  }
}
