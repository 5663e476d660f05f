package io.dodil.buildsecrets.sandbox;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The credentials that an organization holds, or that one save sent. Only names are printed.
///
/// @param registryCredentials registry to base64 of `user:token`
/// @param buildSecrets build argument to value
public record Holdings(
    Map<String, String> registryCredentials,
    Optional<GitCredentials> gitCredentials,
    Map<String, String> buildSecrets) {

  public static final Holdings NONE = new Holdings(Map.of(), Optional.empty(), Map.of());

  public Holdings {
    registryCredentials = sorted(registryCredentials);
    buildSecrets = sorted(buildSecrets);
  }

  private static SortedMap<String, String> sorted(Map<String, String> values) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /// What is held after `sent` was saved over this. An empty group is an absent one on the wire.
  Holdings after(Holdings sent, AbsentGroups mode) {
    return switch (mode) {
      case REPLACE -> sent;
      case KEEP ->
          new Holdings(
              sent.registryCredentials.isEmpty() ? registryCredentials : sent.registryCredentials,
              sent.gitCredentials.or(() -> gitCredentials),
              sent.buildSecrets.isEmpty() ? buildSecrets : sent.buildSecrets);
    };
  }

  /// The groups and the names of their entries, as `***` stands for the values.
  Map<String, Map<String, String>> masked() {
    var groups = new TreeMap<String, Map<String, String>>();
    groups.put("registryCredentials", masked(registryCredentials));
    gitCredentials.ifPresent(
        git -> groups.put("gitCredentials", masked(Map.of("username", "", "password", ""))));
    groups.put("buildSecrets", masked(buildSecrets));
    groups.values().removeIf(Map::isEmpty);
    return groups;
  }

  private static Map<String, String> masked(Map<String, String> values) {
    var masked = new TreeMap<>(values);
    masked.replaceAll((name, value) -> "***");
    return masked;
  }

  /// `group/name` of every entry, sorted.
  public List<String> names() {
    return masked().entrySet().stream()
        .flatMap(group -> group.getValue().keySet().stream().map(n -> group.getKey() + "/" + n))
        .toList();
  }

  @Override
  public String toString() {
    return "Holdings" + names();
  }
}
