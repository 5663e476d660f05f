package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.resolve.Outline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A resource whose spec makes no sense: the API server would not let it in.
///
/// @param field which can't be understood, or is missing
public record Unreadable(ResourceId id, Validation validation, String field) {

  /// All that can be said of it.
  public Plan plan() {
    var sentences =
        validation instanceof Validation.Refused(var refused)
            ? refused
            : List.of(field + ": is missing or of the wrong type");
    return new Plan(
        id,
        "",
        "",
        new Outline(new TreeMap<>(), Optional.empty(), new TreeMap<>(), Map.of()),
        Optional.empty(),
        new Size(Optional.empty(), CallSettings.defaults().maxPayload()),
        sentences.stream().map(s -> Obstacle.own("Invalid", s)).toList(),
        List.of(),
        List.of(),
        Optional.empty(),
        new History(
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>()),
        new TreeSet<>(),
        new TreeSet<>(),
        List.of());
  }
}
