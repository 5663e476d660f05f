package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargeSetsTest {

  private static final int LARGE = LargeSets.SMALL + 1;

  private final LargeSets sets = new LargeSets();

  @Test
  void admitsFourLargeOnesAtATimeAndAnySmallOne() {
    var four = Stream.generate(sets::turn).limit(LargeSets.AT_A_TIME).toList();

    assertThat(four).allMatch(turn -> turn.admits(LARGE) && turn.admits(2 * LARGE));
    assertThat(sets.turn().admits(LARGE)).isFalse();
    assertThat(sets.turn().admits(LargeSets.SMALL)).isTrue();
  }

  @Test
  void givesATurnThatIsOverToWhoWaitsAndNotToWhoComes() {
    var four = Stream.generate(sets::turn).limit(LargeSets.AT_A_TIME).toList();
    four.forEach(turn -> turn.admits(LARGE));
    var waiting = sets.turn();
    var waits = Thread.startVirtualThread(waiting::await);
    await().until(() -> waits.getState() == Thread.State.WAITING);

    four.getFirst().close();

    await().until(() -> !waits.isAlive());
    assertThat(waiting.admits(LARGE)).isTrue();
    assertThat(sets.turn().admits(LARGE)).isFalse();
  }

  @Test
  void aTurnThatWasNeverTakenIsNotGivenBack() {
    for (int i = 0; i < LargeSets.AT_A_TIME; i++) {
      try (var small = sets.turn()) {
        small.admits(1);
      }
    }

    assertThat(Stream.generate(sets::turn).limit(5).filter(turn -> turn.admits(LARGE))).hasSize(4);
  }

  @Test
  void oneAfterTheOtherIsSavedWithoutAReadMore() {
    var world = World.withAcme();
    for (int i = 0; i < 2 * LargeSets.AT_A_TIME; i++) {
      world.cluster.secret("npm", "token", String.valueOf(i).repeat(LARGE));
      world.clock.advance(Duration.ofSeconds(2));
      world.run("acme");
    }

    assertThat(world.calls().puts()).isEqualTo(2 * LargeSets.AT_A_TIME);
    assertThat(world.cluster.reads().stream().filter("secret/npm"::equals))
        .hasSize(2 * LargeSets.AT_A_TIME);
  }
}
