package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects problems in spec order, each once. The names that a problem only counts, since they
/// come from the data of a Secret, are kept beside it.
final class Problems {

  private final Map<Problem, List<String>> names = new LinkedHashMap<>();

  void add(Problem problem) {
    addAll(List.of(problem));
  }

  void addAll(Collection<Problem> problems) {
    problems.forEach(p -> add(p, List.of()));
  }

  /// With the keys or registries that it is about.
  void add(Problem problem, Collection<String> of) {
    names.computeIfAbsent(problem, _ -> new ArrayList<>()).addAll(of);
  }

  List<Problem> all() {
    return List.copyOf(names.keySet());
  }

  /// By problem; those that are about no such names have none.
  Map<Problem, List<String>> names() {
    return names;
  }
}
