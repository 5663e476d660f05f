package io.dodil.buildsecrets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole core in random programs of everything that can go wrong, at any moment, in any order.
/// The seeds are the same each time, but for a last one that nobody has seen before.
/// `-Dsimulation.operations=N` makes it longer, `-Dsimulation.seed=S` begins at a seed.
class SimulationTest {

  private static final int OPERATIONS = 45_000;
  private static final int LENGTH = 300;
  private static final int RAREST = 5;

  @Test
  @Timeout(36_000)
  void neverWrongWhateverHappens() throws IOException {
    int operations = Integer.getInteger("simulation.operations", OPERATIONS);
    var totals = new Totals();
    for (long seed = Long.getLong("simulation.seed", 1); totals.operations < operations; seed++) {
      totals.add(run(seed));
    }
    long random = ThreadLocalRandom.current().nextLong(1_000_000, Long.MAX_VALUE);
    System.out.println("random seed: " + random);
    totals.add(run(random));
    System.out.println(totals);
    assertThat(List.of(totals.restarts, totals.faults, totals.failures, totals.saves))
        .doesNotContain(0);
    if (operations >= OPERATIONS) {
      everythingCameTogether(totals.combinations);
    }
  }

  private static Trace run(long seed) {
    var outcome = Outcome.of(Op.program(seed, LENGTH), false);
    if (outcome.violation().isPresent()) {
      throw new AssertionError(Shrinking.report(seed, Op.program(seed, LENGTH), outcome));
    }
    return outcome.trace();
  }

  /// What never comes together is not tried.
  private static void everythingCameTogether(Combinations combinations) throws IOException {
    var pairs = combinations.pairs();
    Files.writeString(Path.of("target", "simulation-pairs.txt"), lines(pairs));
    var rarest =
        pairs.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(RAREST)
            .map(e -> e.getKey() + ": " + e.getValue())
            .toList();
    System.out.printf("%d pairs of operations, the rarest: %s%n", pairs.size(), rarest);
    System.out.print(lines(combinations.named()));
    assertThat(pairs.values()).doesNotContain(0);
    assertThat(combinations.named().values()).doesNotContain(0);
  }

  private static String lines(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(e -> "%6d %s%n".formatted(e.getValue(), e.getKey()))
        .collect(Collectors.joining());
  }

  private static final class Totals {
    private final Combinations combinations = new Combinations();
    private int operations;
    private int seeds;
    private int restarts;
    private int faults;
    private int failures;
    private int saves;
    private long hash = 17;

    void add(Trace trace) {
      seeds++;
      operations += trace.operations;
      restarts += trace.restarts;
      faults += trace.faults;
      failures += trace.failures;
      saves += trace.saves;
      hash = 31 * hash + trace.hash();
      combinations.count(trace);
    }

    @Override
    public String toString() {
      return "operations=%d seeds=%d restarts=%d faults=%d failures=%d saves=%d trace=%016x"
          .formatted(operations, seeds, restarts, faults, failures, saves, hash);
    }
  }

  @Test
  void theSameSeedTellsTheSameStoryAndAnotherSeedAnother() {
    var first = Outcome.of(Op.program(7, LENGTH), false).trace().hash();

    assertThat(Outcome.of(Op.program(7, LENGTH), true).trace().hash()).isEqualTo(first);
    assertThat(Outcome.of(Op.program(8, LENGTH), false).trace().hash()).isNotEqualTo(first);
  }
}
