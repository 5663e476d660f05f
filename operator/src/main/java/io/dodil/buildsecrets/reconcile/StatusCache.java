package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this process knows of each resource's status, by uid: the watch is always a moment behind
/// our own writes, a write may fail, and somebody else may write, too. Times are of the monotonic
/// clock unless they are said to be of the wall clock.
final class StatusCache {

  /// The watch has shown our last write by then, or will not.
  static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);

  private final Map<String, Entry> byUid = new ConcurrentHashMap<>();
  private final Map<String, Resource> newer = new ConcurrentHashMap<>();

  /// The resource with the status that this process came to, else with the one of the cluster as
  /// far as it can be true of this resource; and with the spec that this process has read, if the
  /// watch has not shown that yet.
  Resource overlay(Resource cached, Instant wallNow) {
    var uid = cached.id().uid();
    var newest =
        Optional.ofNullable(newer.get(uid))
            .filter(read -> read.generation() > cached.generation())
            .orElse(cached);
    return Optional.ofNullable(byUid.get(uid))
        .map(entry -> newest.with(entry.known))
        .orElseGet(() -> newest.with(cached.asOf(wallNow).status()));
  }

  /// A reconciliation has worked on this spec: what a status has said of it is not taken back.
  void read(Resource resource, Resource cached) {
    if (resource.generation() > cached.generation()) {
      newer.put(resource.id().uid(), resource);
    } else {
      newer.remove(resource.id().uid());
    }
  }

  /// What the watch shows of a resource's status.
  enum Shown {
    /// what this process wrote last, or it has not written anything, or what it tries to replace
    OURS,
    /// something else, which may be older than what this process wrote last
    UNDECIDED,
    /// something else, which somebody else wrote after this process
    FOREIGN
  }

  /// Compares what the watch shows with what this process wrote last.
  Shown shown(Resource cached, Instant now) {
    var uid = cached.id().uid();
    var entry = byUid.get(uid);
    if (entry == null || entry.known.equals(cached.status())) {
      byUid.computeIfPresent(uid, (_, e) -> e.asShown());
      return Shown.OURS;
    }
    if (entry.failures > 0 && entry.written.equals(cached.status())) {
      return Shown.OURS;
    }
    if (entry.shown || !now.isBefore(entry.at.plus(SHOWN_WITHIN))) {
      return Shown.FOREIGN;
    }
    byUid.computeIfPresent(uid, (_, e) -> e.asUndecided());
    return Shown.UNDECIDED;
  }

  /// When it is known whose status the watch shows, if that is not known now.
  Optional<Duration> decidedIn(String uid, Instant now) {
    return Optional.ofNullable(byUid.get(uid))
        .filter(entry -> entry.undecided && !entry.shown)
        .map(entry -> Duration.between(now, entry.at.plus(SHOWN_WITHIN)))
        .filter(Duration::isPositive);
  }

  /// Whether this process has written anything; else what the watch shows is somebody else's.
  boolean hasWritten(String uid) {
    return byUid.containsKey(uid);
  }

  /// Whether the cluster has to be told something new.
  ///
  /// @param cluster what the watch shows
  boolean differs(String uid, BuildSecretsStatus next, BuildSecretsStatus cluster) {
    var entry = byUid.get(uid);
    if (entry == null) {
      return !next.equals(cluster);
    }
    return entry.failures > 0 || !next.equals(entry.known);
  }

  void written(String uid, BuildSecretsStatus status, Instant now) {
    byUid.compute(
        uid,
        (_, old) -> new Entry(status, status, 0, Instant.MIN, now, false, false, repairs(old)));
  }

  /// How long the same status, which could not be written, is not to be tried again: events must
  /// not get around the back-off.
  Optional<Duration> backoff(String uid, BuildSecretsStatus next, Instant now) {
    return Optional.ofNullable(byUid.get(uid))
        .filter(entry -> entry.failures > 0 && entry.known.equals(next))
        .map(entry -> Duration.between(now, entry.retryAt))
        .filter(Duration::isPositive);
  }

  /// What was accepted is known although it could not be written: only the write is tried again.
  /// Nor is it known what the cluster says now: a write whose answer is lost may be in force.
  ///
  /// @return how long to wait before the next try: 1 s, doubling to 1 min
  Duration notWritten(String uid, BuildSecretsStatus status, Instant now) {
    var old = byUid.get(uid);
    int failures = old == null ? 0 : old.failures;
    var wait = Duration.ofSeconds(Math.min(60, 1L << Math.min(failures, 6)));
    var written = old == null ? BuildSecretsStatus.none() : old.written;
    byUid.put(
        uid,
        new Entry(status, written, failures + 1, now.plus(wait), now, false, false, repairs(old)));
    return wait;
  }

  /// Somebody else's status is to be replaced.
  ///
  /// @return how long to wait before that; not positive: it is to be done now, and counts
  Duration repair(String uid, Instant now) {
    var entry = byUid.get(uid);
    var repairs = repairs(entry);
    var wait = repairs.wait(now);
    if (entry != null && !wait.isPositive()) {
      byUid.put(uid, entry.repaired(repairs.and(now)));
    }
    return wait;
  }

  /// How often somebody else's status was replaced lately.
  int repaired(String uid) {
    return repairs(byUid.get(uid)).times();
  }

  private static RepairBackoff repairs(@Nullable Entry entry) {
    return entry == null ? RepairBackoff.NONE : entry.repairs;
  }

  /// A status was written that belongs to another resource: whatever that one says is to be written
  /// again.
  void overwritten(String uid) {
    byUid.compute(uid, (_, entry) -> entry == null ? Entry.UNKNOWN : entry.unsure());
  }

  /// Whether the cluster knows all that this process knows.
  boolean isWritten() {
    return byUid.values().stream().allMatch(entry -> entry.failures == 0);
  }

  void forget(String uid) {
    byUid.remove(uid);
    newer.remove(uid);
  }

  /// Forgets the resources that are gone.
  void retain(Set<String> uids) {
    byUid.keySet().retainAll(uids);
    newer.keySet().retainAll(uids);
  }

  /// How many resources are known.
  int size() {
    return byUid.size();
  }

  /// @param written the last one whose write was answered
  /// @param failures of writes in a row
  /// @param retryAt when the write is tried again
  /// @param at when it was written
  /// @param shown whether the watch has shown it
  /// @param undecided whether the watch has shown something else since
  private record Entry(
      BuildSecretsStatus known,
      BuildSecretsStatus written,
      int failures,
      Instant retryAt,
      Instant at,
      boolean shown,
      boolean undecided,
      RepairBackoff repairs) {

    static final Entry UNKNOWN =
        new Entry(
            BuildSecretsStatus.none(),
            BuildSecretsStatus.none(),
            1,
            Instant.MIN,
            Instant.MIN,
            false,
            false,
            RepairBackoff.NONE);

    Entry asShown() {
      return shown ? this : new Entry(known, written, failures, retryAt, at, true, false, repairs);
    }

    Entry asUndecided() {
      return new Entry(known, written, failures, retryAt, at, shown, true, repairs);
    }

    Entry repaired(RepairBackoff next) {
      return new Entry(known, written, failures, retryAt, at, false, false, next);
    }

    Entry unsure() {
      return new Entry(
          known, written, Math.max(failures, 1), Instant.MIN, at, shown, undecided, repairs);
    }
  }
}
