package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/// What is said of the time before and of what comes of a save.
final class PlanHistory {

  private static final String NOTHING = "This was a plan: nothing was sent or changed.";

  private PlanHistory() {}

  /// One fact.
  record Line(String label, String text) {}

  static List<Line> lines(Plan plan) {
    var history = plan.history();
    var lines = new ArrayList<Line>();
    history
        .last()
        .ifPresent(
            save ->
                lines.add(
                    new Line(
                        "last save",
                        "%s, generation %d: %s"
                            .formatted(
                                save.time(),
                                save.generation(),
                                counts(history.before().orElseThrow())))));
    history.now().ifPresent(now -> lines.add(new Line("now", counts(now))));
    if (!history.isFirst()) {
      lines.add(new Line("since then", since(history)));
    }
    if (history.isRemoval()) {
      lines.add(
          new Line("fewer", "entries than last time, by the same spec: saved after removalGrace"));
    }
    return lines;
  }

  private static String since(History history) {
    var changes =
        Stream.of(
                history.specMoved() ? "the spec has changed" : "",
                secrets(history.moved(), "changed"),
                secrets(history.appeared(), "new"),
                secrets(history.gone(), "no longer there"))
            .filter(s -> !s.isEmpty())
            .toList();
    return changes.isEmpty() ? "nothing has changed" : String.join("; ", changes);
  }

  private static String secrets(SortedSet<String> names, String what) {
    return names.isEmpty() ? "" : "%s: %s".formatted(what, String.join(", ", names));
  }

  static List<String> verdict(Plan plan) {
    var to =
        "organization \"%s\" at endpoint \"%s\"".formatted(plan.organization(), plan.endpoint());
    return switch (plan.verdict()) {
      case SAVED -> List.of("It would be saved. " + effect(plan.history(), to), NOTHING);
      case NOT_SAVED -> List.of("It would NOT be saved: see the problems above.", NOTHING);
      case UNKNOWN -> List.of("Whether it would be saved can't be said from here.", NOTHING);
    };
  }

  private static String effect(History history, String to) {
    if (!history.isFirst()) {
      return history.isUnchanged()
          ? "It is saved as it is: nothing is sent until something changes or a resync is due."
          : "The save replaces what this resource saved last.";
    }
    return (history.known() ? "Its first save" : "If it has never been saved, its first save")
        + " REPLACES whatever %s holds now, and nobody can read that back.".formatted(to);
  }

  private static String counts(Counts counts) {
    var groups = new ArrayList<String>();
    add(groups, counts.registries(), "registry", "registries");
    if (counts.gitCredentials() > 0) {
      groups.add("git credentials");
    }
    add(groups, counts.buildSecrets(), "build secret", "build secrets");
    return String.join(", ", groups);
  }

  private static void add(List<String> groups, int count, String one, String many) {
    if (count > 0) {
      groups.add(count + " " + (count == 1 ? one : many));
    }
  }
}
