package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.PermissionDenied;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Access may be granted in the same rollout, so it takes some refusals to call a resource stalled.
class RefusalTest {

  private static final String TRYING = "Ready=False PermissionDenied Reconciling";
  private static final String STALLED = "Ready=False PermissionDenied Stalled";

  @Test
  void isNotStalledByManyRefusalsWithinAMinute() {
    var world = World.withAcme();
    refuse(world, 3, new PermissionDenied());

    world.runUntilPuts("acme", 3);

    assertThat(world.picture("acme")).isEqualTo(TRYING);
  }

  @Test
  void isStalledByThreeRefusalsOverAMinute() {
    var world = afterThreeRefusals();

    assertThat(world.picture("acme")).isEqualTo(STALLED);
    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(4)));
  }

  @Test
  void isNotStalledByTwoRefusalsAndAnOutage() {
    var world = World.withAcme();
    refuse(world, 1, new ApiUnavailable(Optional.of(503)));
    refuse(world, 2, new PermissionDenied());
    world.runUntilPuts("acme", 2);
    world.clock.advance(Duration.ofSeconds(60));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo(TRYING);
  }

  @Test
  void staysStalledAcrossARestart() {
    var world = afterThreeRefusals();
    world.restart();
    refuse(world, 1, new PermissionDenied());

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo(STALLED);
    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(1)));
  }

  @Test
  void isNotStalledByOneRefusalWhenItWasStalledForAnotherReason() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.run("acme");
    world.runWhenDue("acme");
    world.cluster.secret("npm", "token", "late");
    refuse(world, 1, new PermissionDenied());

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo(TRYING);
  }

  @Test
  void recoversWhenAccessIsGranted() {
    var world = afterThreeRefusals();

    world.runWhenDue("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  private static World afterThreeRefusals() {
    var world = World.withAcme();
    refuse(world, 3, new PermissionDenied());
    world.runUntilPuts("acme", 2);
    world.clock.advance(Duration.ofSeconds(60));
    world.run("acme");
    return world;
  }

  private static void refuse(World world, int times, Failure failure) {
    for (int i = 0; i < times; i++) {
      world.api.refuses(failure);
    }
  }
}
