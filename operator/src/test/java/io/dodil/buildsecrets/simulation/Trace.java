package io.dodil.buildsecrets.simulation;

import java.util.ArrayList;
import java.util.List;

/// What happened, as text and as numbers.
final class Trace {

  private final List<String> lines = new ArrayList<>();
  private final boolean keeps;
  private long hash = 17;
  int operations;
  int restarts;
  int faults;
  int saves;

  /// @param keeps whether the lines are kept, or only their hash
  Trace(boolean keeps) {
    this.keeps = keeps;
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
