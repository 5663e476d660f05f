package io.dodil.buildsecrets.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusPublisherTest {

  @Test
  void remembersWhatWasSavedWhenTheClientThrows() {
    var world = World.withAcme();
    world.breakStatusWrites(true);
    world.run("acme");
    world.breakStatusWrites(false);
    world.clock.advance(Duration.ofMinutes(1));

    world.run("acme");

    assertThat(world.api.puts()).hasSize(1);
    assertThat(world.status("acme").isTrue("Ready")).isTrue();
  }
}
