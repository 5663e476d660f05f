package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The set without its values: what is in it, and where that is from.
///
/// @param registries by registry; the names of some are from the data of docker configs
/// @param buildSecrets by build argument
/// @param names keys and registries that a problem is about, where those are from the data
public record Outline(
    NavigableMap<String, Origin> registries,
    Optional<Origin> gitCredentials,
    NavigableMap<String, Origin> buildSecrets,
    Map<Problem, List<String>> names) {

  public Outline {
    registries = Collections.unmodifiableNavigableMap(new TreeMap<>(registries));
    names = Map.copyOf(names);
    buildSecrets = Collections.unmodifiableNavigableMap(new TreeMap<>(buildSecrets));
  }
}
