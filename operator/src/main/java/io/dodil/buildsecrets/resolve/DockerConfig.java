package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem.AmbiguousRegistry;
import io.dodil.buildsecrets.model.Problem.EntryFlaw;
import io.dodil.buildsecrets.model.Problem.RegistryEntryNotFound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The logins that a docker config holds.
final class DockerConfig {

  private final NavigableMap<String, DockerEntry> entries;
  private final boolean helpers;
  private final Map<String, List<String>> byNormalized = new HashMap<>();

  /// With entries by registry as written there.
  ///
  /// @param helpers whether it names programs that hold logins
  DockerConfig(Map<String, DockerEntry> entries, boolean helpers) {
    this.entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
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
    return helpers
        && entries.values().stream()
            .allMatch(e -> e.equals(new DockerEntry.Unusable(EntryFlaw.NO_LOGIN)));
  }

  /// The key of the registry's entry: the exact one, else the only one that is another spelling.
  Found<String> key(String secret, String registry) {
    if (entries.containsKey(registry)) {
      return Found.present(registry);
    }
    var spellings = Optional.ofNullable(byNormalized.get(RegistryKey.normalized(registry)));
    return switch (spellings.map(List::size).orElse(0)) {
      case 0 -> Found.absent(new RegistryEntryNotFound(secret, registry));
      case 1 -> Found.present(spellings.orElseThrow().getFirst());
      case Integer many -> Found.flawed(new AmbiguousRegistry(secret, registry, many));
    };
  }

  /// What the config has under one of its keys.
  DockerEntry entry(String key) {
    return RegistryKey.normalized(key).isEmpty()
        ? new DockerEntry.Unusable(EntryFlaw.EMPTY_REGISTRY)
        : entries.getOrDefault(key, new DockerEntry.Unusable(EntryFlaw.NO_LOGIN));
  }
}
