package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.PermissionDenied;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Somebody else may have saved in between, and nobody can see it.
class ResyncTest {

  @Test
  void savesTheSameAgain() {
    var world = whenResyncIsDue();

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.lastSave("acme").time()).isEqualTo(world.clock.instant());
  }

  @Test
  void changesNothingOfTheStatusWhenTheApiIsDown() {
    var world = whenResyncIsDue();
    var status = world.status("acme");
    world.api.refuses(new ApiUnavailable(Optional.of(503)));

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.ResyncFailed.class);
    assertThat(world.status("acme")).isEqualTo(status);
  }

  @Test
  void changesNothingOfTheStatusWhenKubernetesIsDown() {
    var world = whenResyncIsDue();
    var status = world.status("acme");
    world.cluster.down(true);

    world.run("acme");

    assertThat(world.status("acme")).isEqualTo(status);
    assertThat(world.due().orElseThrow()).isAfter(world.clock.instant());
  }

  @Test
  void waitsBeforeItTriesAFailedResyncAgain() {
    var world = whenResyncIsDue();
    world.api.refuses(new ApiUnavailable(Optional.of(503)));
    world.run("acme");

    var afterFailure = world.due().orElseThrow();
    world.run("acme");

    assertThat(afterFailure).isEqualTo(world.clock.instant().plusMillis(500));
    assertThat(world.due()).contains(afterFailure);
    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void saysWhenAResyncIsRefused() {
    var world = whenResyncIsDue();
    Failure refusal = new PermissionDenied();
    world.api.refuses(refusal);

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False PermissionDenied Reconciling");
  }

  @Test
  void isNotSaidToBeWellBeforeARefusedCredentialWorksAgain() {
    var world = whenResyncIsDue();
    for (int i = 0; i < 2; i++) {
      world.tokens.refuses(new Failure.AuthenticationFailed(Failure.Party.TOKEN_ENDPOINT, 401));
    }
    world.run("acme");
    assertThat(world.picture("acme")).isEqualTo("Ready=False AuthenticationFailed Reconciling");

    world.runWhenDue("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False AuthenticationFailed Reconciling");
    world.runUntilPuts("acme", 2);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void isDueWhenTheClockWasSetBackByDays() {
    var world = World.withSavedAcme();
    world.clock.jump(Duration.ofDays(-9));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.lastSave("acme").time()).isEqualTo(world.clock.instant());
  }

  @Test
  void isNotDueWhenTheClockWasSetBackByMinutes() {
    var world = World.withSavedAcme();
    world.clock.jump(Duration.ofMinutes(-4));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void isNeverDueWhenItIsSwitchedOff() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.resyncInterval(Duration.ZERO)));

    world.run("acme");

    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(30)));
    world.clock.advance(Duration.ofDays(3));
    world.run("acme");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  private static World whenResyncIsDue() {
    var world = World.withSavedAcme();
    world.clock.set(ManualTimeSource.START.plus(Duration.ofHours(24)));
    return world;
  }
}
