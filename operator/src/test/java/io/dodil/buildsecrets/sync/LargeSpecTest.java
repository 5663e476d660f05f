package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.World;
import org.junit.jupiter.api.Test;

/// A resource whose spec is larger than what is kept.
class LargeSpecTest {

  @Test
  void isStalledAtOnceAndReadsAndSendsNothing() {
    var world = World.withAcme();
    world.cluster.edit("acme", ResourceBuilder::tooLarge);

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False SpecTooLarge Stalled");
    assertThat(world.message("acme"))
        .isEqualTo(
            "the spec is larger than 64 KiB: list fewer or shorter keys and registries, or"
                + " reference whole Secrets; nothing has been saved yet");
    assertThat(world.calls().tokens()).isZero();
    assertThat(world.calls().puts()).isZero();
  }

  @Test
  void doesNotHoldUpAnother() {
    var world = World.withAcme();
    world.cluster.edit("acme", ResourceBuilder::tooLarge);
    world.run("acme");
    world.cluster.apply(resource("younger"));

    world.run("younger");

    assertThat(world.picture("younger")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void staysTheOwnerOfWhatItHasSaved() {
    var world = World.withSavedAcme();
    world.cluster.edit("acme", ResourceBuilder::tooLarge);
    world.run("acme");
    world.cluster.apply(resource("rival"));

    world.run("rival");

    assertThat(world.message("acme")).endsWith("; the set saved last stays in force");
    assertThat(world.picture("rival")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.calls().puts()).isEqualTo(1);
  }
}
