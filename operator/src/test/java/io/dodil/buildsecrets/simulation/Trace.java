package io.dodil.buildsecrets.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What happened, as text and as numbers.
final class Trace {

  private final List<String> lines = new ArrayList<>();
  private final boolean keeps;
  private long hash = 17;
  private final List<Op.Kind> kinds = new ArrayList<>();
  private final Map<Combinations.Mark, List<Integer>> marks =
      new EnumMap<>(Combinations.Mark.class);
  int operations;
  int restarts;
  int faults;
  int failures;
  int late;
  int saves;

  /// @param keeps whether the lines are kept, or only their hash
  Trace(boolean keeps) {
    this.keeps = keeps;
  }

  void performs(Op.Kind kind) {
    operations++;
    kinds.add(kind);
  }

  /// The kinds of operations that were performed, in order.
  List<Op.Kind> kinds() {
    return kinds;
  }

  /// Something noteworthy has happened.
  void mark(Combinations.Mark mark) {
    marks.computeIfAbsent(mark, _ -> new ArrayList<>()).add(operations);
  }

  /// After how many operations it happened, each time.
  List<Integer> times(Combinations.Mark mark) {
    return marks.getOrDefault(mark, List.of());
  }

  void add(String line) {
    hash = 31 * hash + line.hashCode();
    if (keeps) {
      lines.add(line);
    }
  }

  long hash() {
    return hash;
  }

  List<String> lines() {
    return lines;
  }
}
