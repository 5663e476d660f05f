package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Problem.ConflictingSources;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// One map of the payload in the making: first what the spec names one by one, then what sources
/// bring, as in a container's `env` and `envFrom`.
final class EntryMap {

  private final Problem.Group group;
  private final UnaryOperator<String> identity;
  private final Problems problems;
  private final NavigableMap<String, Sensitive> values = new TreeMap<>();
  private final Set<String> explicit = new HashSet<>();
  private final Map<String, Origin> origins = new HashMap<>();

  /// The key of each entry that sources brought, by its identity.
  private final Map<String, String> spellings = new HashMap<>();

  /// Reports to `problems`.
  ///
  /// @param identity what two keys have in common that are one
  EntryMap(Problem.Group group, UnaryOperator<String> identity, Problems problems) {
    this.group = group;
    this.identity = identity;
    this.problems = problems;
  }

  /// What is absent and may be leaves its place to the sources; what is flawed doesn't.
  void put(String key, Found<Sensitive> found, boolean optional) {
    switch (found) {
      case Found.Present<Sensitive>(var value) -> values.put(key, value);
      case Found.Absent<Sensitive> _ when optional -> {
        return;
      }
      case Found.Absent<Sensitive>(var all) -> problems.addAll(all);
      case Found.Flawed<Sensitive>(var all) -> problems.addAll(all);
    }
    explicit.add(identity.apply(key));
  }

  /// Whether a source's entry would be overridden; it is not even looked at then.
  boolean isExplicit(String key) {
    return explicit.contains(identity.apply(key));
  }

  /// The same again under another spelling is one entry.
  void putFrom(Origin from, String key, Sensitive value) {
    var first = spellings.putIfAbsent(identity.apply(key), key);
    if (first == null) {
      values.put(key, value);
      origins.put(key, from);
    } else if (!Objects.equals(value, values.get(first))) {
      var earlier = origins.getOrDefault(first, from);
      problems.add(
          new ConflictingSources(earlier.secret(), from.secret(), group),
          new TreeSet<>(List.of(first, key)));
    }
  }

  NavigableMap<String, Sensitive> values() {
    return values;
  }

  /// Where each of the values is from.
  ///
  /// @param named those that the spec names one by one
  NavigableMap<String, Origin> origins(Map<String, Origin> named) {
    var all = new TreeMap<String, Origin>(named);
    all.putAll(origins);
    all.keySet().retainAll(values.keySet());
    return all;
  }
}
