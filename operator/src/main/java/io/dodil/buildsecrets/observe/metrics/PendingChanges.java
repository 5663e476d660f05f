package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes that are known and not dealt with, one for each resource: what comes while one waits
/// goes together with it.
///
/// ```
/// change A   run begins   change B   run ends: saved        run begins   run ends: saved
///    |-----------------------------------| reaction to A
///                             |------------------------------------------------| to B
/// ```
///
/// Times are of the monotonic clock.
final class PendingChanges {

  private final InstantSource monotonic;
  private final Map<String, Change> byResource = new HashMap<>();

  PendingChanges(InstantSource monotonic) {
    this.monotonic = monotonic;
  }

  /// @param since when the first of what goes together was seen
  /// @param beingDone a reconciliation has begun after that
  /// @param next since when there is something that this reconciliation may not have seen
  private record Change(Instant since, boolean beingDone, @Nullable Instant next) {

    boolean gathers() {
      return !beingDone || next != null;
    }
  }

  /// Whether it goes together with one that waits already.
  synchronized boolean add(ResourceId resource) {
    var now = monotonic.instant();
    var known = byResource.get(resource.path());
    if (known == null) {
      byResource.put(resource.path(), new Change(now, false, null));
      return false;
    }
    if (known.gathers()) {
      return true;
    }
    byResource.put(resource.path(), new Change(known.since, true, now));
    return false;
  }

  synchronized void began(ResourceId resource) {
    byResource.computeIfPresent(resource.path(), (_, c) -> new Change(c.since, true, c.next));
  }

  /// A reconciliation has dealt with what it began with.
  ///
  /// @return how long that took, if a change was the cause
  synchronized Optional<Duration> done(ResourceId resource) {
    var done = byResource.get(resource.path());
    if (done == null || !done.beingDone) {
      // nothing, or what came after this reconciliation had begun
      return Optional.empty();
    }
    if (done.next == null) {
      byResource.remove(resource.path());
    } else {
      byResource.put(resource.path(), new Change(done.next, false, null));
    }
    return Optional.of(Duration.between(done.since, monotonic.instant()));
  }

  /// A reconciliation could not deal with it: it goes on waiting, and what came meanwhile with it.
  synchronized void postponed(ResourceId resource) {
    byResource.computeIfPresent(resource.path(), (_, c) -> new Change(c.since, false, null));
  }

  synchronized void forget(ResourceId resource) {
    byResource.remove(resource.path());
  }

  synchronized int count() {
    return byResource.size();
  }

  /// How long the oldest has waited until now.
  synchronized Duration oldest() {
    var now = monotonic.instant();
    return byResource.values().stream()
        .map(Change::since)
        .min(Instant::compareTo)
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
  }
}
