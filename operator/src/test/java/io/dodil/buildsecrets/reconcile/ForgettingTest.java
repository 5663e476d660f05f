package io.dodil.buildsecrets.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is remembered of a resource goes with it.
class ForgettingTest {

  @Test
  void aResourceThatIsGoneIsForgottenAtOnce() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.meanwhile(
        () -> {
          throw new IllegalStateException("x");
        });
    world.tokens.meanwhile(
        () -> {
          throw new IllegalStateException("x");
        });
    world.cluster.secret("dodil", "client-id", "robot", "client-secret", "rotated");
    world.tryRun("acme");
    assertThat(world.reconciler().sizes())
        .containsEntry("resources", 1)
        .containsEntry("statuses", 1)
        .containsEntry("errors", 1);

    world.show(Optional.of(world.resource("acme")), Optional.empty());

    assertThat(world.reconciler().sizes())
        .containsEntry("resources", 0)
        .containsEntry("statuses", 0)
        .containsEntry("errors", 0);
  }

  @Test
  void aResourceThatGoesDuringItsRunIsForgottenAtItsEnd() {
    var world = World.withAcme();
    world.api.meanwhile(() -> world.cluster.delete("acme"));

    world.run("acme");

    assertThat(world.due()).isEmpty();
    assertThat(world.statusWrites()).isZero();
    assertThat(world.reconciler().sizes())
        .containsEntry("resources", 0)
        .containsEntry("statuses", 0);
  }

  @Test
  void nothingIsWrittenToAResourceThatWasRecreatedDuringTheRun() {
    var world = World.withAcme();
    world.api.meanwhile(() -> world.cluster.edit("acme", c -> c.uid("another")));

    world.run("acme");

    assertThat(world.due()).isEmpty();
    assertThat(world.statusWrites()).isZero();
  }

  @Test
  void nothingIsRememberedOfResourcesThatTheWatchDoesNotShow() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.breaks(new Failure.OutcomeUnknown());
    world.run("acme");
    world.runUntilPuts("acme", 4);
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.secret("npm", "token", "three");
    world.api.asksToWait(new Failure.PermissionDenied(), Duration.ofMinutes(9));
    world.run("acme");
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.organization("beta")));
    var before = world.reconciler().sizes();

    world.cluster.delete("acme");
    world.reconciler().forgetUnreferenced();

    assertThat(before.entrySet().stream().filter(e -> e.getValue() == 0).map(e -> e.getKey()))
        .containsExactlyInAnyOrder(
            "in_doubt", "tokens", "spaced_namespaces", "recorded_in_doubt", "errors");
    assertThat(world.reconciler().sizes().values()).containsOnly(0);
  }

  @Test
  void aSpecThatTheWatchHasNotShownIsForgottenWithItsResource() {
    var world = World.withAcme();
    var shown = world.cluster.cached("acme");
    world.cluster.freezeWatches();
    world.cluster.edit("acme", c -> c.nextGeneration());
    world.run("acme");
    assertThat(world.reconciler().known(shown).generation()).isEqualTo(2);

    world.show(Optional.of(shown), Optional.empty());

    assertThat(world.reconciler().known(shown).generation()).isEqualTo(1);
  }

  @Test
  void aSpecThatTheWatchHasNotShownIsForgottenWhenItsResourceIsNotShownAnyMore() {
    var world = World.withAcme();
    var shown = world.cluster.cached("acme");
    world.cluster.freezeWatches();
    world.cluster.edit("acme", c -> c.nextGeneration());
    world.run("acme");

    world.cluster.delete("acme");
    world.cluster.thawWatches();
    world.reconciler().forgetUnreferenced();

    assertThat(world.reconciler().known(shown).generation()).isEqualTo(1);
  }

  @Test
  void anErrorOfAResourceThatIsNotShownAnyMoreIsForgotten() {
    var world = World.withAcme();
    world.tokens.meanwhile(
        () -> {
          throw new IllegalStateException("x");
        });
    world.tryRun("acme");
    assertThat(world.reconciler().sizes()).containsEntry("errors", 1);

    world.cluster.delete("acme");
    world.reconciler().forgetUnreferenced();

    assertThat(world.reconciler().sizes()).containsEntry("errors", 0);
  }
}
