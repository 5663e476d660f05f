package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps `namespace/name` -> resourceVersion of Secrets and nothing else: tens of thousands cost a
/// few megabytes. For one informer only.
final class VersionStore implements ItemStore<Secret> {

  private final ConcurrentHashMap<String, String> versions = new ConcurrentHashMap<>();
  private final Set<String> unselected = ConcurrentHashMap.newKeySet();
  private final Optional<LabelSelector> selector;

  /// @param selector the Secrets that may be referenced
  VersionStore(Optional<LabelSelector> selector) {
    this.selector = selector;
  }

  /// Whether the Secret has the labels that are asked for, or does not exist.
  boolean isSelected(String namespace, String name) {
    return !unselected.contains(Cache.namespaceKeyFunc(namespace, name));
  }

  private void select(String key, Map<String, String> labels) {
    if (selector.filter(s -> !s.matches(labels)).isPresent()) {
      unselected.add(key);
    } else {
      unselected.remove(key);
    }
  }

  Optional<String> version(String namespace, String name) {
    return Optional.ofNullable(versions.get(Cache.namespaceKeyFunc(namespace, name)));
  }

  @Override
  public String getKey(Secret secret) {
    return Cache.metaNamespaceKeyFunc(secret);
  }

  @Override
  public @Nullable Secret put(String key, Secret secret) {
    select(key, Optional.ofNullable(secret.getMetadata().getLabels()).orElseGet(Map::of));
    return stub(key, versions.put(key, secret.getMetadata().getResourceVersion()));
  }

  @Override
  public @Nullable Secret remove(String key) {
    unselected.remove(key);
    return stub(key, versions.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<Secret> values() {
    return versions.entrySet().stream()
        .flatMap(e -> Stream.ofNullable(stub(e.getKey(), e.getValue())));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable Secret get(String key) {
    return stub(key, versions.get(key));
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private static @Nullable Secret stub(String key, @Nullable String version) {
    if (version == null) {
      return null;
    }
    int slash = key.indexOf('/');
    var meta = new ObjectMeta();
    meta.setNamespace(key.substring(0, slash));
    meta.setName(key.substring(slash + 1));
    meta.setResourceVersion(version);
    var secret = new Secret();
    secret.setMetadata(meta);
    return secret;
  }
}
