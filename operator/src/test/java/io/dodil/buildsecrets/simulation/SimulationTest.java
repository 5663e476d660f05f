package io.dodil.buildsecrets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole core against an adversary: random programs of everything that can go wrong, at any
/// moment, in any order. `-Dsimulation.operations=N` makes it longer, `-Dsimulation.seed=S` begins
/// at a seed.
class SimulationTest {

  private static final int LENGTH = 300;

  @Test
  @Timeout(3600)
  void neverWrongWhateverHappens() {
    int operations = Integer.getInteger("simulation.operations", 45_000);
    long seed = Long.getLong("simulation.seed", 1);
    int done = 0;
    int restarts = 0;
    int faults = 0;
    int saves = 0;
    int seeds = 0;
    long hash = 17;
    for (; done < operations; seeds++, seed++) {
      var outcome = Outcome.of(Op.program(seed, LENGTH), false);
      if (outcome.violation().isPresent()) {
        throw new AssertionError(Shrinking.report(seed, Op.program(seed, LENGTH), outcome));
      }
      done += outcome.trace().operations;
      restarts += outcome.trace().restarts;
      faults += outcome.trace().faults;
      saves += outcome.trace().saves;
      hash = 31 * hash + outcome.trace().hash();
    }
    System.out.printf(
        "operations=%d restarts=%d faults=%d seeds=%d violations=0 saves=%d trace=%016x%n",
        done, restarts, faults, seeds, saves, hash);
    assertThat(List.of(restarts, faults, saves)).doesNotContain(0);
  }

  @Test
  void theSameSeedTellsTheSameStoryAndAnotherSeedAnother() {
    var first = Outcome.of(Op.program(7, LENGTH), false).trace().hash();

    assertThat(Outcome.of(Op.program(7, LENGTH), true).trace().hash()).isEqualTo(first);
    assertThat(Outcome.of(Op.program(8, LENGTH), false).trace().hash()).isNotEqualTo(first);
  }
}
