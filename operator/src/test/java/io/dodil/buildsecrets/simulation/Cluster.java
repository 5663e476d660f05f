package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What is really there.
final class Cluster {

  final NavigableMap<String, Res> resources = new TreeMap<>();
  final NavigableMap<String, Sec> secrets = new TreeMap<>();
  final Watch watch = new Watch();
  private final Map<String, BuildSecretsStatus> statuses = new HashMap<>();
  private final Map<String, Sec> former = new HashMap<>();
  private final Set<BuildSecretsStatus> foreign = new HashSet<>();
  private final Consumer<String> changed;
  private int serial;
  boolean down;

  /// @param changed told of each change of a resource or Secret
  Cluster(Consumer<String> changed) {
    this.changed = changed;
  }

  int next() {
    return ++serial;
  }

  void put(Res resource) {
    resources.put(resource.path(), resource);
    statuses.putIfAbsent(resource.uid(), BuildSecretsStatus.none());
    watch.resourceChanged(resource.path(), Optional.of(seen(resource)));
    changed.accept(resource.toString());
  }

  void remove(String path) {
    resources.remove(path);
    watch.resourceChanged(path, Optional.empty());
    changed.accept(path + " is gone");
  }

  void putSecret(String path, NavigableMap<String, String> data) {
    var old = secrets.get(path);
    if (old != null && !old.data().equals(data)) {
      former.put(path, old);
    }
    var uid = old == null ? "secret-" + next() : old.uid();
    var secret = new Sec(path, uid, String.valueOf(next()), data);
    secrets.put(path, secret);
    watch.secretChanged(path, Optional.of(secret.version()));
    changed.accept(secret.toString());
  }

  void putSecret(Sec content) {
    putSecret(content.path(), content.data());
  }

  /// What it held before it was changed.
  Optional<Sec> former(String path) {
    return Optional.ofNullable(former.get(path));
  }

  void removeSecret(String path) {
    if (secrets.remove(path) != null) {
      watch.secretChanged(path, Optional.empty());
      changed.accept("Secret " + path + " is gone");
    }
  }

  /// Whether it was written for a predecessor of the resource that has it now.
  boolean isForeign(BuildSecretsStatus status, ResourceId id) {
    var resource = Optional.ofNullable(resources.get(id.path()));
    long observed = Optional.ofNullable(status.observedGeneration()).orElse(-1L);
    return foreign.contains(status)
        || (status.lastSave() != null && !status.lastSave().uid().equals(id.uid()))
        || resource.filter(r -> r.uid().equals(id.uid()) && r.generation() >= observed).isEmpty();
  }

  BuildSecretsStatus status(Res resource) {
    return statuses.getOrDefault(resource.uid(), BuildSecretsStatus.none());
  }

  /// As the API server does it: to whatever has that name now.
  void writeStatus(ResourceId id, BuildSecretsStatus status) {
    var path = id.path();
    var resource = resources.get(path);
    if (resource != null) {
      if (!resource.uid().equals(id.uid())) {
        foreign.add(status);
      }
      statuses.put(resource.uid(), status);
      watch.resourceChanged(path, Optional.of(seen(resource)));
    }
  }

  private Watch.Seen seen(Res resource) {
    return new Watch.Seen(resource, status(resource));
  }
}
