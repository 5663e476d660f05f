package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.model.Failure.PayloadRejected;
import io.dodil.buildsecrets.model.Failure.PermissionDenied;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedSaveTest {

  private static final Failure DOWN = new ApiUnavailable(Optional.of(503));

  @Test
  void doesNotTryTheSameAgainBeforeItsTime() {
    var world = World.withAcme();
    world.api.refuses(DOWN);
    world.run("acme");
    world.clock.advance(Duration.ofMillis(499));
    var calls = world.calls();

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.Deferred.class);
    assertThat(world.calls()).isEqualTo(calls);
    assertThat(world.due()).contains(ManualTimeSource.START.plusMillis(500));
  }

  @Test
  void triesAChangedSecretAtOnce() {
    var world = afterFailures(8);
    world.clock.advance(Duration.ofSeconds(1));
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.api.last().body()).contains("two");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void waitsOnWhenOnlyALabelChanged() {
    var world = afterFailures(8);
    world.clock.advance(Duration.ofSeconds(1));
    world.cluster.touch("npm");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(8);
  }

  @Test
  void triesANewGenerationAtOnce() {
    var world = afterFailures(8);
    world.clock.advance(Duration.ofSeconds(1));
    world.cluster.edit("acme", c -> c.nextGeneration());

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(9);
  }

  @Test
  void isNeverStalledByAnOutage() {
    var world = afterFailures(40);

    assertThat(world.clock.instant()).isAfter(ManualTimeSource.START.plus(Duration.ofHours(1)));
    assertThat(world.picture("acme")).isEqualTo("Ready=False ApiUnavailable Reconciling");
  }

  @Test
  void waitsLongerAfterEachFailureAlsoWhenKubernetesFailsInBetween() {
    var world = afterFailures(8);
    world.clock.set(world.due().orElseThrow());
    world.cluster.down(true);

    world.run("acme");

    var wait = Duration.between(world.clock.instant(), world.due().orElseThrow());
    assertThat(wait).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void sendsARevertAfterASaveOfUnknownOutcome() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.secret("npm", "token", "one");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.api.last().body()).contains("one");
  }

  @Test
  void saysThatItDoesNotKnowWhatBecameOfASave() {
    var world = World.withAcme();
    world.api.breaks(new OutcomeUnknown());

    world.run("acme");

    var synced = world.status("acme").condition("Synced").orElseThrow();
    assertThat(synced.status() + " " + synced.reason()).isEqualTo("Unknown OutcomeUnknown");
    assertThat(world.picture("acme")).isEqualTo("Ready=False OutcomeUnknown Reconciling");
  }

  @Test
  void isStalledAtOnceByARefusedContentAndTriesAgainSlowly() {
    var world = World.withAcme();
    world.api.refuses(new PayloadRejected(422));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False PayloadRejected Stalled");
    assertThat(world.due()).contains(ManualTimeSource.START.plus(Duration.ofMinutes(1)));
  }

  @Test
  void keepsThatASetIsInForceWhenTheNextOneIsRefused() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.refuses(new PermissionDenied());

    world.run("acme");

    assertThat(world.message("acme")).endsWith("; the set saved last stays in force");
    assertThat(world.lastSave("acme").versions()).containsEntry("npm", "2");
  }

  private static World afterFailures(int times) {
    var world = World.withAcme();
    for (int i = 0; i < times; i++) {
      world.api.refuses(DOWN);
    }
    world.runUntilPuts("acme", times);
    return world;
  }
}
