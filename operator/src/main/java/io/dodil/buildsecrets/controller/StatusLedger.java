package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What this process knows of each resource's status, by uid: the watch is always a moment behind
/// our own writes, and a write may fail.
public final class StatusLedger {

  private final Map<String, Entry> byUid = new ConcurrentHashMap<>();
  private final Map<String, Candidate> newer = new ConcurrentHashMap<>();

  /// The resource with the status that this process came to, else with the one of the cluster; and
  /// with the spec that this process has read, if the watch has not shown that yet.
  public Candidate overlay(Candidate cached) {
    var uid = cached.id().uid();
    var newest =
        Optional.ofNullable(newer.get(uid))
            .filter(read -> read.generation() > cached.generation())
            .orElse(cached);
    return Optional.ofNullable(byUid.get(uid))
        .map(entry -> newest.with(entry.known))
        .orElse(newest);
  }

  /// Whether this process has said anything of it; else what the watch shows is somebody else's.
  public boolean speaksOf(String uid) {
    return byUid.containsKey(uid);
  }

  /// A run has worked on this spec: what a status has said of it is not taken back.
  void read(Candidate resource, Candidate cached) {
    if (resource.generation() > cached.generation()) {
      newer.put(resource.id().uid(), resource);
    } else {
      newer.remove(resource.id().uid());
    }
  }

  /// Whether the cluster has to be told.
  ///
  /// @param cluster what the cluster said before this process wrote anything
  boolean differs(String uid, BuildSecretsStatus next, BuildSecretsStatus cluster) {
    var entry = byUid.get(uid);
    if (entry == null) {
      return !next.equals(cluster);
    }
    return entry.failures > 0 || !next.equals(entry.known);
  }

  void written(String uid, BuildSecretsStatus status) {
    byUid.put(uid, new Entry(status, 0, Instant.MIN));
  }

  /// How long the same status, which could not be written, is not to be tried again: events must
  /// not get around the back-off.
  ///
  /// @param now of the steady clock
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
    int failures = Optional.ofNullable(byUid.get(uid)).map(Entry::failures).orElse(0);
    var wait = Duration.ofSeconds(Math.min(60, 1L << Math.min(failures, 6)));
    byUid.put(uid, new Entry(status, failures + 1, now.plus(wait)));
    return wait;
  }

  /// Whether the cluster knows all that this process knows.
  boolean isWritten() {
    return byUid.values().stream().allMatch(entry -> entry.failures == 0);
  }

  void forget(String uid) {
    byUid.remove(uid);
    newer.remove(uid);
  }

  /// @param failures of writes in a row
  /// @param retryAt of the steady clock
  private record Entry(BuildSecretsStatus known, int failures, Instant retryAt) {}
}
