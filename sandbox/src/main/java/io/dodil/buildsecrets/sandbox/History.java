package io.dodil.buildsecrets.sandbox;

import java.util.ArrayDeque;
import java.util.List;

/// The last entries of their kind, oldest first.
final class History<T> {

  private final ArrayDeque<T> entries = new ArrayDeque<>();
  private final int limit;

  History(int limit) {
    this.limit = limit;
  }

  synchronized void add(T entry) {
    if (entries.size() == limit) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  synchronized List<T> all() {
    return List.copyOf(entries);
  }

  synchronized List<T> latestFirst(int count) {
    return entries.reversed().stream().limit(count).toList();
  }

  synchronized void clear() {
    entries.clear();
  }
}
