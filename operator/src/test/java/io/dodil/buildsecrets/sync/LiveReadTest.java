package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.World;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The watches may be behind; what is sent is not.
class LiveReadTest {

  @Test
  void worksOnTheNewerSpecThatTheWatchHasNotShown() {
    var world = World.withAcme();
    world.cluster.freezeWatches();
    world.cluster.edit(
        "acme", c -> c.nextGeneration().spec(s -> s.buildSecret("SECOND", "npm", "token")));

    var result = world.runOf("acme");

    assertThat(result.generation()).isEqualTo(2);
    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.api.last().body()).contains("SECOND");
    assertThat(world.status("acme").observedGeneration()).isEqualTo(2);
  }

  @Test
  void checksANewerSpecAsAnyOther() {
    var world = World.withAcme();
    world.cluster.freezeWatches();
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.endpoint("nowhere")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False EndpointNotConfigured Reconciling");
  }

  @Test
  void sendsTheSecretThatTheWatchHasNotShown() {
    var world = World.withAcme();
    world.cluster.freezeWatches();
    world.cluster.secret("npm", "token", "newer");

    world.run("acme");

    assertThat(world.api.last().body()).contains("newer");
    assertThat(world.lastSave("acme").versions()).containsEntry("npm", "3");
  }

  @Test
  void needsNoSecondSaveWhenTheWatchCatchesUp() {
    var world = World.withAcme();
    world.cluster.freezeWatches();
    world.cluster.secret("npm", "token", "newer");
    world.run("acme");
    world.cluster.thawWatches();
    var calls = world.calls();

    world.run("acme");

    assertThat(world.calls()).isEqualTo(calls);
  }

  static Stream<Named<Consumer<World>>> changes() {
    return Stream.of(
        Named.of("gone", w -> w.cluster.delete("acme")),
        Named.of("recreated", w -> w.cluster.edit("acme", c -> c.uid("another"))),
        Named.of("deleting", w -> w.cluster.edit("acme", c -> c.deleting())),
        Named.of(
            "suspended",
            w -> w.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void sendsNothingForAResourceThatIsNotThatAnyMore(Consumer<World> change) {
    var world = World.withAcme();
    world.cluster.freezeWatches();
    change.accept(world);

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.Unchanged.class);
    assertThat(world.cluster.reads()).containsExactly("acme");
    assertThat(world.calls().puts()).isZero();
  }
}
