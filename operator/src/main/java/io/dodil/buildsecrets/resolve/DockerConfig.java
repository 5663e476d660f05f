package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.EntryFlaw.Plain;
import io.dodil.buildsecrets.model.Problem.AmbiguousRegistry;
import io.dodil.buildsecrets.model.Problem.RegistryEntryNotFound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The logins that a docker config holds.
final class DockerConfig {

  private static final DockerEntry NO_LOGIN = new DockerEntry.Unusable(Plain.NO_LOGIN);

  private final NavigableMap<String, DockerEntry> entries;
  private final boolean helpers;
  private final Map<String, List<String>> byNormalized = new HashMap<>();

  /// With entries by registry as written there.
  ///
  /// @param helpers whether it names programs that hold logins
  DockerConfig(Map<String, DockerEntry> entries, boolean helpers) {
    var registries = new TreeMap<>(entries);
    registries.keySet().removeIf(RegistryKey::isLoginLeftover);
    this.entries = Collections.unmodifiableNavigableMap(registries);
    this.helpers = helpers;
    this.entries
        .keySet()
        .forEach(
            key ->
                byNormalized
                    .computeIfAbsent(RegistryKey.normalized(key), _ -> new ArrayList<>())
                    .add(key));
  }

  /// As written there, in order.
  Set<String> keys() {
    return entries.keySet();
  }

  /// Whether the logins are elsewhere, with programs that can't be asked: an entry beside them says
  /// nothing then, as `docker login` on a desktop leaves it.
  boolean helpersOnly() {
    return helpers && entries.values().stream().allMatch(NO_LOGIN::equals);
  }

  /// The key of the registry's entry: the exact one, else one that is another spelling, if all of
  /// those hold the same.
  Found<String> key(String secret, String registry) {
    if (entries.containsKey(registry)) {
      return Found.present(registry);
    }
    var spellings = byNormalized.getOrDefault(RegistryKey.normalized(registry), List.of());
    if (spellings.isEmpty()) {
      return Found.absent(new RegistryEntryNotFound(secret, registry));
    }
    var first = entry(spellings.getFirst());
    return spellings.stream().allMatch(key -> entry(key).equals(first))
        ? Found.present(spellings.getFirst())
        : Found.flawed(new AmbiguousRegistry(secret, registry, spellings.size()));
  }

  /// What the config has under one of its keys.
  DockerEntry entry(String key) {
    return RegistryKey.flaw(key)
        .<DockerEntry>map(DockerEntry.Unusable::new)
        .orElseGet(() -> entries.getOrDefault(key, NO_LOGIN));
  }

  /// The same logins for the same registries.
  boolean holdsTheSameAs(DockerConfig other) {
    return helpers == other.helpers && entries.equals(other.entries);
  }
}
