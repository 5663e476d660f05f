package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.CachedState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Writes a status when the cluster has to be told something new, or when somebody else overwrote
/// it, and backs off when that fails or happens again and again.
final class StatusPublisher {

  private final CachedState cache;
  private final StatusCache statuses;
  private final StatusWrites writes;
  private final Waker waker;
  private final ReconciliationListener listener;
  private final TimeSource clock;

  StatusPublisher(
      CachedState cache,
      StatusCache statuses,
      StatusWrites writes,
      Waker waker,
      ReconciliationListener listener,
      TimeSource clock) {
    this.cache = cache;
    this.statuses = statuses;
    this.writes = writes;
    this.waker = waker;
    this.listener = listener;
    this.clock = clock;
  }

  /// Writes the status if it is news, and the resource is still there.
  ///
  /// @param cached as the watch shows it
  /// @param isForeign whether the watch shows what somebody else wrote
  /// @return when to try again, if the write failed or has to wait
  Optional<Duration> publish(Resource cached, BuildSecretsStatus next, boolean isForeign) {
    var uid = cached.id().uid();
    var now = clock.now().monotonic();
    if (!isCurrent(cached.id())) {
      return Optional.empty();
    }
    if (!statuses.differs(uid, next, cached.status())) {
      return isForeign ? repair(cached.id(), next, now) : Optional.empty();
    }
    var backoff = statuses.backoff(uid, next, now);
    return backoff.isPresent() ? backoff : write(cached.id(), next);
  }

  /// Whether the resource is still there: a status is never written to one that has the name of
  /// another one.
  boolean isCurrent(ResourceId id) {
    return cache.resource(id).filter(shown -> shown.id().equals(id)).isPresent();
  }

  private Optional<Duration> repair(ResourceId id, BuildSecretsStatus next, Instant now) {
    var wait = statuses.repair(id.uid(), now);
    if (wait.isPositive()) {
      return Optional.of(wait);
    }
    listener.repaired(id, statuses.repaired(id.uid()));
    return write(id, next);
  }

  private Optional<Duration> write(ResourceId id, BuildSecretsStatus next) {
    var result = result(id, next);
    listener.wrote(id, !(result instanceof Written.Failed));
    var now = clock.now().monotonic();
    return switch (result) {
      case Written.Failed() -> Optional.of(statuses.notWritten(id.uid(), next, now));
      case Written.Gone() -> Optional.empty();
      case Written.To(var uid) when uid.equals(id.uid()) -> {
        statuses.written(uid, next, now);
        yield Optional.empty();
      }
      // it was recreated a moment ago, and says now what is true of another one
      case Written.To(var other) -> {
        statuses.written(id.uid(), next, now);
        statuses.overwritten(other);
        // else it is reconciled when the watch shows it, and not over and over until then
        if (!isCurrent(id)) {
          waker.wake(id);
        }
        yield Optional.empty();
      }
    };
  }

  /// Whatever the call throws, the cluster may or may not know the status.
  private Written result(ResourceId id, BuildSecretsStatus next) {
    try {
      return writes.write(id, next);
    } catch (RuntimeException | Error e) {
      listener.unexpected(id, e);
      return new Written.Failed();
    }
  }
}
