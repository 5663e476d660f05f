package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.saved;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.SaveAttempt;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UpToDateCheckTest {

  private static final Target ACME = SettingsBuilder.STAGING.target("acme");
  private static final Blocked NOTHING_TO_DO = new Blocked.UpToDate(false);

  private final FakeCluster cluster = new FakeCluster();
  private final TargetState targets =
      TargetState.empty(new InDoubtRequests(Duration.ofSeconds(30), Duration.ofSeconds(15)));
  private final UpToDateCheck check = check(SettingsBuilder.settings());

  private UpToDateCheck check(Settings settings) {
    return new UpToDateCheck(settings, cluster, targets);
  }

  @Test
  void blocksWhatIsAsItWasSaved() {
    assertThat(check.check(saved().now())).contains(NOTHING_TO_DO);
  }

  @Test
  void passesWhatWasNeverSaved() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void passesAChangedSecret() {
    assertThat(check.check(saved().changed().now())).isEmpty();
  }

  @Test
  void passesASyncRequest() {
    assertThat(check.check(saved(c -> c.request("now")).now())).isEmpty();
  }

  @Test
  void passesOneThatIsNotTheOwner() {
    assertThat(check.check(saved().notOwner().now())).isEmpty();
  }

  @Test
  void passesAResyncThatIsDue() {
    assertThat(check.check(saved().at(NOW.plus(Duration.ofHours(24))))).isEmpty();
  }

  @Test
  void passesAConfirmingSaveThatIsDue() {
    targets.inDoubt().learn(ACME, NOW.plusSeconds(20), new Timestamp(NOW, NOW));

    assertThat(check.check(saved().at(NOW.plusSeconds(19)))).contains(NOTHING_TO_DO);
    assertThat(check.check(saved().at(NOW.plusSeconds(20)))).isEmpty();
  }

  @Test
  void passesATargetThatAnotherOneMayHaveSaved() {
    var _ = SaveAttempt.begin(targets, ACME, "uid-other", NOW);

    assertThat(check.check(saved().now())).isEmpty();
  }

  @Test
  void passesASecretThatIsNotSelectedAnyMore() {
    var narrowed = check(SettingsBuilder.settings(s -> s.secretSelector("team=a")));
    assertThat(narrowed.check(saved().now())).contains(NOTHING_TO_DO);
    cluster.selects(false);

    assertThat(narrowed.check(saved().now())).isEmpty();
  }

  @Test
  void wantsAnOptionalReferenceConfirmedOnceAfterATakeover() {
    targets.inDoubt().takeover(NOW);
    var optional = saved(c -> c.spec(s -> s.optional("B", "maybe", "key")));

    assertThat(check.check(optional.now())).contains(new Blocked.UpToDate(true));
    assertThat(check.check(saved().now())).contains(NOTHING_TO_DO);
    var known = optional.remembered(m -> m.inForce(optional.now().resource().spec()));
    assertThat(check.check(known.now())).contains(NOTHING_TO_DO);
  }
}
