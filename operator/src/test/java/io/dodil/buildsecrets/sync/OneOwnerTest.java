package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Two resources name one organization; one of them sends.
class OneOwnerTest {

  @Test
  void onlyTheOwnerSends() {
    var world = World.withSavedAcme();
    world.cluster.apply(resource("rival", c -> c.created(ManualTimeSource.START)));
    var calls = world.calls();

    world.run("rival");

    assertThat(world.calls().puts()).isEqualTo(calls.puts());
    assertThat(world.calls().tokens()).isEqualTo(calls.tokens());
    assertThat(world.woken()).as("nothing is new for the owner").isEmpty();
    assertThat(world.picture("rival")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.message("rival"))
        .isEqualTo(
            "organization \"acme\" at endpoint \"staging\" is owned by BuildSecrets \"acme\"; "
                + "nothing has been saved yet");
  }

  @Test
  void anOlderLatecomerDoesNotDisplaceAnOwnerThatSaved() {
    var world = World.withSavedAcme();
    var longAgo = ManualTimeSource.START.minus(Duration.ofDays(900));
    world.cluster.apply(resource("elder", c -> c.created(longAgo)));

    world.run("elder");

    assertThat(world.picture("elder")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.run("acme")).isInstanceOf(SyncOutcome.Unchanged.class);
  }

  @Test
  void theOwnersNameIsNotShownToOtherNamespaces() {
    var world = World.withSavedAcme();
    world.cluster.apply(
        resource("rival", c -> c.namespace("other").created(ManualTimeSource.START)));

    world.run("rival");

    assertThat(world.message("rival")).contains("is owned by a BuildSecrets of another namespace");
  }

  @Test
  void theNextOneSavesWhenTheOwnerGoes() {
    var world = World.withSavedAcme();
    world.cluster.apply(resource("rival", c -> c.created(ManualTimeSource.START)));
    world.run("rival");
    world.cluster.delete("acme");

    world.run("rival");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.picture("rival")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void whoOwnsIsLookedAtOnceMoreWithTheLockInHand() {
    var world = World.withAcme();
    world.cluster.afterLook(
        () -> world.cluster.apply(resource("rival", c -> c.saved(ManualTimeSource.START))));

    world.run("acme");

    assertThat(world.calls().tokens()).isZero();
    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False TargetConflict Reconciling");
  }

  @Test
  void aRequestToOneThatIsNotTheOwnerIsAnswered() {
    var world = World.withSavedAcme();
    world.cluster.apply(resource("rival", c -> c.created(ManualTimeSource.START).request("now")));

    world.run("rival");

    assertThat(world.status("rival").lastHandledSyncRequest()).isEqualTo("now");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void aRunThatFindsTheTargetTakenIsWokenAtItsRelease() {
    var world = World.withAcme();
    world.api.meanwhile(() -> world.run("acme"));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.woken()).containsExactly(world.resource("acme").id());
  }
}
