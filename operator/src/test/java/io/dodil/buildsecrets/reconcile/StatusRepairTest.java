package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A status that somebody else wrote is replaced, and what another process of ours recorded in it
/// is taken into memory first.
class StatusRepairTest {

  @Test
  void aStatusOfSomebodyElseIsReplacedWithoutACall() {
    var world = shown(World.withSavedAcme());
    var right = world.status("acme");
    var calls = world.calls();
    write(world, BuildSecretsStatus.none());

    assertThat(world.statusShown("acme")).isTrue();
    world.run("acme");

    assertThat(world.status("acme")).isEqualTo(right);
    assertThat(world.calls()).isEqualTo(calls);
  }

  @Test
  void ourOwnStatusIsNoNews() {
    var world = World.withSavedAcme();

    assertThat(world.statusShown("acme")).isFalse();
    assertThat(world.statusShown("acme")).isFalse();
  }

  @Test
  void aStatusThatMayBeOlderThanOurOwnIsLookedAtTenSecondsLater() {
    var world = World.withAcme();
    world.run("acme");
    write(world, BuildSecretsStatus.none());

    assertThat(world.statusShown("acme")).as("the watch may be behind").isFalse();
    assertThat(world.due()).contains(world.clock.instant().plusSeconds(10));
    world.clock.advance(Duration.ofSeconds(10));
    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  /// A watch that lists anew shows the last of several changes only.
  @Test
  void aStatusIsComparedWithOurOwnAndNotWithTheOneBefore() {
    var world = World.withAcme();
    var before = world.cluster.cached("acme");
    world.run("acme");
    write(world, before.status());

    assertThat(world.show(Optional.of(before), Optional.of(world.cluster.cached("acme"))))
        .as("the watch may be behind")
        .isFalse();
    assertThat(world.due()).contains(world.clock.instant().plusSeconds(10));
  }

  @Test
  void repairsAreMoreAndMoreApartAndCounted() {
    var world = shown(World.withSavedAcme());
    int before = world.statusWrites();
    for (int second = 0; second < 60; second++) {
      write(world, BuildSecretsStatus.none());
      world.clock.advance(Duration.ofSeconds(1));
      world.statusShown("acme");
      world.run("acme");
      world.statusShown("acme");
    }

    assertThat(world.statusWrites() - before).isBetween(3, 7);
    assertThat(world.repairs()).isEqualTo(world.statusWrites() - before);
  }

  @Test
  void repairsAreCountedAnewAfterAQuietHour() {
    var world = shown(World.withSavedAcme());
    write(world, BuildSecretsStatus.none());
    world.run("acme");
    world.statusShown("acme");
    world.clock.advance(Duration.ofHours(1));
    write(world, BuildSecretsStatus.none());

    world.run("acme");

    assertThat(world.repairs()).isEqualTo(1);
  }

  @Test
  void aRecordThatTheWatchShowsLateIsTakenIntoMemory() {
    var world = World.withSavedAcme();
    var saved = world.status("acme");
    world.restart();
    world.run("acme");
    var until = world.clock.instant().plusSeconds(28);
    write(
        world, saved.withInDoubtUntil(new InDoubt(until, "staging", SettingsBuilder.API, "acme")));

    assertThat(world.statusShown("acme")).isTrue();
    world.run("acme");

    assertThat(world.status("acme").inDoubtUntil()).as("it is not removed").isNotNull();
    assertThat(world.due()).contains(until);
    world.runWhenDue("acme");
    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aRecordNamesItsTargetWhateverTheConfigurationSays() {
    var world = World.withSavedAcme();
    var until = world.clock.instant().plusSeconds(28);
    var elsewhere = new InDoubt(until, "staging", "https://other.test", "acme");
    write(world, world.status("acme").withInDoubtUntil(elsewhere));

    world.restart(SettingsBuilder.settings(s -> s.apiUrl("https://other.test")));
    world.run("acme");

    assertThat(world.calls().puts()).as("saved to the new address").isEqualTo(2);
    assertThat(world.due()).contains(until);
    world.runWhenDue("acme");
    assertThat(world.calls().puts()).as("and confirmed").isEqualTo(3);
  }

  @Test
  void aSaveThatAnotherProcessDidAndTheWatchHasNotShownIsNotForgotten() {
    var world = World.withSavedAcme();
    var saved = world.status("acme");
    world.cluster.apply(
        resource("rival", c -> c.namespace("other").saved(world.clock.instant().plusSeconds(1))));
    world.restart();
    world.cluster.showStatus("acme", BuildSecretsStatus.none());

    world.run("acme");

    assertThat(world.resource("acme").status().lastSave()).isEqualTo(saved.lastSave());
  }

  private static World shown(World world) {
    assertThat(world.statusShown("acme")).isFalse();
    return world;
  }

  private static void write(World world, BuildSecretsStatus status) {
    world.cluster.status(world.resource("acme").id(), status);
  }
}
