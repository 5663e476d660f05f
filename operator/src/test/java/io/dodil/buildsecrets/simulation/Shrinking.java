package io.dodil.buildsecrets.simulation;

import java.util.ArrayList;
import java.util.List;

/// Leaves out of a program whatever its failure does not need.
final class Shrinking {

  private static final int MOST_TRIES = 1500;

  private Shrinking() {}

  /// The shortest program that was found, and its story.
  static String report(long seed, List<Op> program, Outcome outcome) {
    var shortest = shrink(program, kind(outcome));
    var told = Outcome.of(shortest, true);
    return "seed %d: %s%nafter leaving out what is not needed (%d of %d operations): %s%n%s%n%s"
        .formatted(
            seed,
            outcome.violation().orElseThrow(),
            shortest.size(),
            program.size(),
            told.violation().orElseThrow(),
            String.join(System.lineSeparator(), told.trace().lines()),
            "again: -Dtest=SimulationTest -Dsimulation.operations=1 -Dsimulation.seed=" + seed);
  }

  private static List<Op> shrink(List<Op> program, String kind) {
    var shortest = program;
    int tries = 0;
    for (int size = program.size() / 2; size > 0; size /= 2) {
      for (int at = 0; at < shortest.size() && tries < MOST_TRIES; tries++) {
        var without = new ArrayList<>(shortest.subList(0, at));
        without.addAll(shortest.subList(Math.min(at + size, shortest.size()), shortest.size()));
        if (kind(Outcome.of(without, false)).equals(kind)) {
          shortest = without;
        } else {
          at += size;
        }
      }
    }
    return shortest;
  }

  /// What went wrong, whomever it befell.
  private static String kind(Outcome outcome) {
    return outcome
        .violation()
        .map(text -> text.replaceAll("(ci|ops)/[abc]|https.*|\\d+|(?s)\\R.*", ""))
        .orElse("");
  }
}
