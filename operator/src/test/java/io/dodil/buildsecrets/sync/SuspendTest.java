package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuspendTest {

  @Test
  void makesNoCallWhileSuspended() {
    var world = World.withAcme();
    world.cluster.edit("acme", c -> c.created(ManualTimeSource.START.plusSeconds(1)));
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
  void aRestartDoesNotDoubtWhatWasSaidWhileSuspended() {
    var world = World.withSavedAcme();
    suspend(world);
    world.run("acme");
    var before = world.status("acme");

    world.restart();
    world.run("acme");

    assertThat(world.status("acme")).isEqualTo(before);
  }

  @Test
  void aRestartDoesNotTrustASpecThatItHasNotSeenSaved() {
    var world = World.withSavedAcme();
    suspend(world);

    world.restart();
    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False Suspended");
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
  void sendsAnEditThatCameWithItOnlyWhenItIsResumed() {
    var world = World.withSavedAcme();
    world.cluster.edit(
        "acme",
        c -> c.nextGeneration().spec(s -> s.suspended().buildSecret("PIP", "npm", "token")));
    world.run("acme");
    var suspended = world.picture("acme");
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.resumed()));

    world.run("acme");

    assertThat(suspended).isEqualTo("Ready=False Suspended");
    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.api.last().body()).contains("PIP");
  }

  @Test
  void makesNoCallWhenAResyncWouldBeDue() {
    var world = World.withSavedAcme();
    suspend(world);
    world.run("acme");
    world.clock.advance(Duration.ofDays(2));

    world.run("acme");

    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(30)));
    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void makesNoCallWhileItIsSuspendedAfterAFailure() {
    var world = World.withAcme();
    world.api.refuses(new ApiUnavailable(Optional.of(503)));
    world.run("acme");
    suspend(world);
    world.clock.advance(Duration.ofMinutes(10));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(30)));
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
