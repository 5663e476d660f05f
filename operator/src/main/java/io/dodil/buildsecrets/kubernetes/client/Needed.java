package io.dodil.buildsecrets.kubernetes.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which part of a JSON value is needed. What is said of an object holds for each one of a list,
/// too.
sealed interface Needed {

  /// All of it.
  record Whole() implements Needed {}

  /// Nothing.
  record Nothing() implements Needed {}

  /// A text, if it is not longer.
  record Text(int longest) implements Needed {}

  /// Of an object, these fields.
  record Fields(Map<String, Needed> byName) implements Needed {

    @Override
    public Needed field(String name) {
      return byName.getOrDefault(name, new Nothing());
    }

    Fields and(String name, Needed value) {
      var more = new HashMap<>(byName);
      more.put(name, value);
      return new Fields(more);
    }
  }

  /// An object as a whole, if its JSON is not longer; else these fields alone.
  ///
  /// @param mark the name of a field that is added beside it, with the value true, when it is
  ///   longer; empty: none
  record Bounded(int longest, Set<String> essential, String mark) implements Needed {}

  /// What is needed of a field of this value.
  default Needed field(String name) {
    return new Whole();
  }
}
