package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// What the two watches have shown so far, and what they have not shown yet.
public final class Watch {

  /// A resource as the watch showed it.
  public record Seen(Res resource, BuildSecretsStatus status) {}

  /// Who is told of what the watches show.
  public interface Listener {

    void resource(Optional<Seen> before, Optional<Seen> now);

    void secret(String path);
  }

  /// For the time before there is a process.
  public static final class Ignoring implements Listener {

    @Override
    public void resource(Optional<Seen> before, Optional<Seen> now) {}

    @Override
    public void secret(String path) {}
  }

  private record Change<T>(String path, Optional<T> now) {}

  public final NavigableMap<String, Seen> resources = new TreeMap<>();
  public final NavigableMap<String, String> versions = new TreeMap<>();
  private final Deque<Change<Seen>> newResources = new ArrayDeque<>();
  private final Deque<Change<String>> newVersions = new ArrayDeque<>();
  public boolean resourcesFrozen;
  public boolean secretsFrozen;

  public void resourceChanged(String path, Optional<Seen> now) {
    newResources.add(new Change<>(path, now));
  }

  public void secretChanged(String path, Optional<String> version) {
    newVersions.add(new Change<>(path, version));
  }

  public boolean isUpToDate() {
    return newResources.isEmpty() && newVersions.isEmpty();
  }

  /// Shows what is new, as far as nothing holds it up.
  public void deliver(Listener listener) {
    while (!secretsFrozen && !newVersions.isEmpty()) {
      secret(newVersions.remove(), listener);
    }
    while (!resourcesFrozen && !newResources.isEmpty()) {
      resource(newResources.remove(), listener);
    }
  }

  /// The connection broke and everything is listed anew: what happened between is never shown.
  public void relist(Listener listener) {
    resourcesFrozen = false;
    secretsFrozen = false;
    latest(newVersions).forEach((path, now) -> secret(new Change<>(path, now), listener));
    latest(newResources).forEach((path, now) -> resource(new Change<>(path, now), listener));
  }

  private static <T> Map<String, Optional<T>> latest(Deque<Change<T>> changes) {
    var latest = new LinkedHashMap<String, Optional<T>>();
    changes.forEach(c -> latest.put(c.path, c.now));
    changes.clear();
    return latest;
  }

  private void resource(Change<Seen> change, Listener listener) {
    var before = Optional.ofNullable(resources.remove(change.path));
    change.now.ifPresent(seen -> resources.put(change.path, seen));
    listener.resource(before, change.now);
  }

  private void secret(Change<String> change, Listener listener) {
    versions.remove(change.path);
    change.now.ifPresent(version -> versions.put(change.path, version));
    listener.secret(change.path);
  }
}
