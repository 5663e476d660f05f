package io.dodil.buildsecrets.resolve;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The set without its values: what is in it, and where that is from.
///
/// @param registries by registry; the names of some are from the data of docker configs
/// @param buildSecrets by build argument
public record Outline(
    NavigableMap<String, Origin> registries,
    Optional<Origin> gitCredentials,
    NavigableMap<String, Origin> buildSecrets) {

  public Outline {
    registries = Collections.unmodifiableNavigableMap(new TreeMap<>(registries));
    buildSecrets = Collections.unmodifiableNavigableMap(new TreeMap<>(buildSecrets));
  }
}
