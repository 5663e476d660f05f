package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuspendTest {

  @Test
  void makesNoCallWhileSuspended() {
    var world = World.withAcme();
    suspend(world);

    world.run("acme");

    assertThat(world.calls()).isEqualTo(new World.Calls(0, 0, 0));
    assertThat(world.picture("acme")).isEqualTo("Ready=False Suspended");
  }

  @Test
  void staysReadyWhenWhatWasSavedIsStillWhatTheSpecSays() {
    var world = World.withSavedAcme();
    suspend(world);

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
    assertThat(world.status("acme").observedGeneration()).isEqualTo(2);
  }

  @Test
  void isNotReadyWhenASecretChangesWhileSuspended() {
    var world = World.withSavedAcme();
    suspend(world);
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False Suspended");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void doesNotSayThatItIsRetryingWhenItIsSuspended() {
    var world = World.withSavedAcme();
    world.cluster.edit("acme", c -> c.request("now"));
    world.api.refuses(new ApiUnavailable(Optional.of(503)));
    world.run("acme");
    suspend(world);

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False Suspended");
  }

  @Test
  void saysNothingNewWhenItIsResumedUnchanged() {
    var world = World.withSavedAcme();
    suspend(world);
    world.run("acme");
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.resumed()));
    world.clock.advance(Duration.ofMinutes(1));

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.Confirmed.class);
    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.lastSave("acme").generation()).isEqualTo(3);
  }

  @Test
  void answersARequestThatItWillNotFulfil() {
    var world = World.withSavedAcme();
    suspend(world);
    world.cluster.edit("acme", c -> c.request("now"));

    world.run("acme");

    assertThat(world.status("acme").lastHandledSyncRequest()).isEqualTo("now");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  private static void suspend(World world) {
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()));
  }
}
