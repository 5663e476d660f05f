package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sync.CachedState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// When each resource is to be reconciled although nothing happens: at most one time for each
/// namespace and name. Times are of the monotonic clock.
final class DueTimes {

  private final ResourceTimers timers;
  private final InstantSource monotonic;
  private final Map<String, Due> byPath = new ConcurrentHashMap<>();

  DueTimes(ResourceTimers timers, InstantSource monotonic) {
    this.timers = timers;
    this.monotonic = monotonic;
  }

  /// @param collects whether changes of Secrets until then change nothing about it
  private record Due(ResourceId resource, Instant at, boolean collects) {}

  /// A reconciliation begins: what changes from now on, it may not see.
  void begun(ResourceId resource) {
    byPath.computeIfPresent(resource.path(), (_, due) -> new Due(due.resource, due.at, false));
  }

  /// A reconciliation has ended, which names the earliest of all times: the one before is void.
  void replace(ResourceId resource, Next next) {
    byPath.compute(resource.path(), (_, _) -> start(resource, next.delay(), next.collects()));
  }

  /// Whether the resource is to be reconciled soon, and no earlier for the change of a Secret.
  boolean collects(ResourceId resource) {
    var due = byPath.get(resource.path());
    return due != null && due.collects && due.resource.equals(resource);
  }

  /// The resource is to be reconciled after that time at the latest.
  void atLatest(ResourceId resource, Duration wait) {
    var latest = monotonic.instant().plus(wait);
    byPath.compute(
        resource.path(),
        (_, old) -> old != null && !old.at.isAfter(latest) ? old : start(resource, wait, false));
  }

  private Due start(ResourceId resource, Duration wait, boolean collects) {
    // first, so that it is never later than the timer
    var at = monotonic.instant().plus(wait);
    timers.start(resource, wait);
    return new Due(resource, at, collects);
  }

  /// A timer has expired, which another one may have replaced meanwhile.
  void expired(ResourceId resource) {
    byPath.computeIfPresent(
        resource.path(), (_, due) -> monotonic.instant().isBefore(due.at) ? due : null);
  }

  /// The resource is gone.
  void cancel(ResourceId resource) {
    byPath.computeIfPresent(resource.path(), (_, due) -> cancelled(due));
  }

  /// Cancels the timers of resources that are gone.
  void retain(CachedState shown) {
    // one by one: a resource that has just been created may have a timer already
    for (var known : List.copyOf(byPath.values())) {
      byPath.computeIfPresent(
          known.resource.path(),
          (_, due) -> shown.resource(due.resource).isPresent() ? due : cancelled(due));
    }
  }

  private @Nullable Due cancelled(Due due) {
    timers.cancel(due.resource);
    return null;
  }

  int size() {
    return byPath.size();
  }
}
