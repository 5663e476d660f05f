package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What is really there.
public final class Cluster {

  public final NavigableMap<String, Res> resources = new TreeMap<>();
  public final NavigableMap<String, Sec> secrets = new TreeMap<>();
  public final Watch watch = new Watch();
  private final Map<String, BuildSecretsStatus> statuses = new HashMap<>();
  private final Map<String, List<BuildSecretsStatus>> written = new HashMap<>();
  private final Map<InDoubt, Integer> records = new LinkedHashMap<>();

  /// Who has recorded that, by uid.
  private final Map<InDoubt, Set<String>> recorders = new HashMap<>();

  private final Map<String, Sec> byVersion = new HashMap<>();
  private final Map<String, Sec> former = new HashMap<>();
  private final Set<BuildSecretsStatus> foreign = new HashSet<>();
  private final Consumer<String> changed;
  private int serial;
  public boolean down;

  /// @param changed told of each change of a resource or Secret
  public Cluster(Consumer<String> changed) {
    this.changed = changed;
  }

  public int next() {
    return ++serial;
  }

  public void put(Res resource) {
    resources.put(resource.path(), resource);
    statuses.putIfAbsent(resource.uid(), BuildSecretsStatus.none());
    watch.resourceChanged(resource.path(), Optional.of(seen(resource)));
    changed.accept(resource.toString());
  }

  public void remove(String path) {
    resources.remove(path);
    watch.resourceChanged(path, Optional.empty());
    changed.accept(path + " is gone");
  }

  public void putSecret(String path, NavigableMap<String, String> data) {
    var old = secrets.get(path);
    putSecret(path, old == null || old.isLabelled(), data);
  }

  /// Sets or removes the label that a selector asks for.
  public void label(Sec secret, boolean labelled) {
    putSecret(secret.path(), labelled, secret.data());
  }

  private void putSecret(String path, boolean labelled, NavigableMap<String, String> data) {
    var old = secrets.get(path);
    if (old != null && !old.data().equals(data)) {
      former.put(path, old);
    }
    var uid = old == null ? "secret-" + next() : old.uid();
    var secret = new Sec(path, uid, String.valueOf(next()), labelled, data);
    secrets.put(path, secret);
    byVersion.put(secret.version(), secret);
    watch.secretChanged(path, Optional.of(secret.version()));
    changed.accept(secret.toString());
  }

  public void putSecret(Sec content) {
    putSecret(content.path(), content.data());
  }

  /// What it held before it was changed.
  public Optional<Sec> former(String path) {
    return Optional.ofNullable(former.get(path));
  }

  public void removeSecret(String path) {
    if (secrets.remove(path) != null) {
      watch.secretChanged(path, Optional.empty());
      changed.accept("Secret " + path + " is gone");
    }
  }

  /// Whether it was written for a predecessor of the resource that has it now.
  public boolean isForeign(BuildSecretsStatus status, ResourceId id) {
    var resource = Optional.ofNullable(resources.get(id.path()));
    long observed = Optional.ofNullable(status.observedGeneration()).orElse(-1L);
    return foreign.contains(status)
        || (status.lastSave() != null && !status.lastSave().uid().equals(id.uid()))
        || resource.filter(r -> r.uid().equals(id.uid()) && r.generation() >= observed).isEmpty();
  }

  public BuildSecretsStatus status(Res resource) {
    return statuses.getOrDefault(resource.uid(), BuildSecretsStatus.none());
  }

  /// As the API server does it: to whatever has that name now.
  ///
  /// @param process its number; 0: somebody else
  public void writeStatus(ResourceId id, BuildSecretsStatus status, int process) {
    var path = id.path();
    var resource = resources.get(path);
    if (resource != null) {
      if (!resource.uid().equals(id.uid())) {
        foreign.add(status);
      }
      statuses.put(resource.uid(), status);
      Optional.ofNullable(status.inDoubtUntil())
          .ifPresent(
              r -> {
                records.putIfAbsent(r, process);
                recorders.computeIfAbsent(r, _ -> new HashSet<>()).add(resource.uid());
              });
      written.computeIfAbsent(resource.uid(), _ -> new ArrayList<>()).add(status);
      watch.resourceChanged(path, Optional.of(seen(resource)));
    }
  }

  /// Somebody else sets the status back to an earlier one of that resource, or to none; a record of
  /// requests in doubt is kept.
  public void overwriteStatus(Res resource, int which) {
    var earlier = written.getOrDefault(resource.uid(), List.of());
    var before =
        which % 4 == 0 || earlier.isEmpty()
            ? BuildSecretsStatus.none()
            : earlier.get(which % earlier.size());
    var status = before.withInDoubtUntil(status(resource).inDoubtUntil());
    foreign.add(status);
    writeStatus(resource.id(), status, 0);
  }

  /// What has been recorded of requests in doubt to that target, and by which process first.
  public Map<InDoubt, Integer> records(String target) {
    return records.entrySet().stream()
        .filter(e -> target.equals(e.getKey().apiUrl() + "|" + e.getKey().organization()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Whether one that recorded a request in doubt to that target is gone: nobody can say any more
  /// that it was confirmed.
  public boolean hasLostRecord(String target, int exceptProcess) {
    return records(target).entrySet().stream()
        .filter(e -> e.getValue() != exceptProcess)
        .map(Map.Entry::getKey)
        .flatMap(r -> recorders.getOrDefault(r, Set.of()).stream())
        .anyMatch(uid -> resources.values().stream().noneMatch(r -> r.uid().equals(uid)));
  }

  /// The Secret as it was in that version.
  public Optional<Sec> version(String version) {
    return Optional.ofNullable(byVersion.get(version));
  }

  private Watch.Seen seen(Res resource) {
    return new Watch.Seen(resource, status(resource));
  }
}
