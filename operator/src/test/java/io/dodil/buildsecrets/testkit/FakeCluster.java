package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The API server, and the watches on it, which can be told to stay behind. One namespace's Secrets
/// are everybody's.
public final class FakeCluster implements CachedState, LiveState {

  private final Map<String, Resource> live = new TreeMap<>();
  private final Map<String, SecretContent> liveSecrets = new TreeMap<>();
  private final Map<String, BuildSecretsStatus> statuses = new HashMap<>();
  private final Map<String, BuildSecretsStatus> shownStatuses = new HashMap<>();
  private final List<String> reads = new CopyOnWriteArrayList<>();
  private Map<String, Resource> cached = live;
  private Map<String, SecretContent> cachedSecrets = liveSecrets;
  private final Queue<Runnable> afterLook = new ArrayDeque<>();
  private final Map<String, Runnable> onRead = new HashMap<>();
  private boolean selects = true;
  private int version;
  private boolean down;

  /// Creates or replaces.
  public synchronized void apply(Resource resource) {
    live.put(resource.id().name(), resource);
    statuses.putIfAbsent(resource.id().uid(), resource.status());
  }

  public void edit(String name, Consumer<ResourceBuilder> with) {
    apply(ResourceBuilder.like(resource(name), with));
  }

  public synchronized void delete(String name) {
    live.remove(name);
  }

  /// Creates or replaces an Opaque Secret of keys and values; it has a new version.
  public synchronized void secret(String name, String... keysAndValues) {
    var data = new HashMap<String, Sensitive>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      data.put(keysAndValues[i], Sensitive.of(keysAndValues[i + 1]));
    }
    put(new SecretContent(name, "uid-" + name, "", "Opaque", Map.of(), data));
  }

  /// A new version of the same content.
  public synchronized void touch(String name) {
    put(Optional.ofNullable(liveSecrets.get(name)).orElseThrow());
  }

  public synchronized void deleteSecret(String name) {
    liveSecrets.remove(name);
  }

  public synchronized String version(String secret) {
    return Optional.ofNullable(liveSecrets.get(secret)).orElseThrow().resourceVersion();
  }

  private void put(SecretContent s) {
    var next = String.valueOf(++version);
    liveSecrets.put(
        s.name(), new SecretContent(s.name(), s.uid(), next, s.type(), s.labels(), s.data()));
  }

  /// The watches show what is there now, and nothing that comes.
  public synchronized void freezeWatches() {
    cached = new TreeMap<>(live);
    cachedSecrets = new TreeMap<>(liveSecrets);
  }

  public synchronized void thawWatches() {
    cached = live;
    cachedSecrets = liveSecrets;
  }

  public synchronized void down(boolean isDown) {
    down = isDown;
  }

  /// Happens right after the next look at who names a target.
  public synchronized void afterLook(Runnable event) {
    afterLook.add(event);
  }

  /// Happens at the n-th read of that name.
  public synchronized void onRead(String name, int n, Runnable event) {
    onRead.put(name + " " + n, event);
  }

  /// Whether Secrets have the labels that the configuration asks for, as the watch shows them.
  public synchronized void selects(boolean has) {
    selects = has;
  }

  private void read(String name) {
    reads.add(name);
    long n = reads.stream().filter(name::equals).count();
    Optional.ofNullable(onRead.get(name + " " + n)).ifPresent(Runnable::run);
  }

  @Override
  public synchronized boolean areSelected(String namespace, Collection<String> names) {
    return selects;
  }

  /// Names of what was read live, in order; Secrets with a `secret/` before them.
  public List<String> reads() {
    return List.copyOf(reads);
  }

  public synchronized Resource resource(String name) {
    return known(Optional.ofNullable(live.get(name)).orElseThrow());
  }

  public synchronized Resource cached(String name) {
    return shown(Optional.ofNullable(cached.get(name)).orElseThrow());
  }

  public synchronized void status(ResourceId id, BuildSecretsStatus status) {
    statuses.put(id.uid(), status);
  }

  /// The watch shows that status of a resource, whatever the cluster says.
  public synchronized void showStatus(String name, BuildSecretsStatus status) {
    shownStatuses.put(name, status);
  }

  private Resource shown(Resource resource) {
    var status = shownStatuses.get(resource.id().name());
    return status == null ? known(resource) : resource.with(status);
  }

  private Resource known(Resource resource) {
    return resource.with(statuses.getOrDefault(resource.id().uid(), resource.status()));
  }

  @Override
  public synchronized SecretVersions versions(String namespace, Collection<String> names) {
    var versions = new HashMap<String, String>();
    cachedSecrets.forEach((name, secret) -> versions.put(name, secret.resourceVersion()));
    return SecretVersions.of(versions).only(names);
  }

  @Override
  public synchronized Optional<Resource> resource(ResourceId id) {
    return Optional.ofNullable(cached.get(id.name())).map(this::shown);
  }

  @Override
  public synchronized List<Resource> all() {
    return cached.values().stream().map(this::shown).toList();
  }

  @Override
  public synchronized List<Resource> candidates(Target target) {
    var seen = cached.values().stream().map(this::shown).toList();
    Optional.ofNullable(afterLook.poll()).ifPresent(Runnable::run);
    return seen;
  }

  @Override
  public synchronized ResourceRead read(ResourceId id) {
    read(id.name());
    if (down) {
      return new ResourceRead.Failed();
    }
    return Optional.ofNullable(live.get(id.name()))
        .map(this::known)
        .<ResourceRead>map(ResourceRead.Found::new)
        .orElseGet(ResourceRead.Absent::new);
  }

  @Override
  public synchronized SecretRead read(String namespace, String name) {
    read("secret/" + name);
    if (down) {
      return new SecretRead.Failed();
    }
    return Optional.ofNullable(liveSecrets.get(name))
        .<SecretRead>map(SecretRead.Found::new)
        .orElseGet(SecretRead.Absent::new);
  }
}
