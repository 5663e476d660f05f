package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.reconcile.StatusCache.Shown;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.status.StatusCalculator;
import io.dodil.buildsecrets.sync.Due;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.LiveState.ResourceRead;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One reconciliation of a resource:
///
/// ```
/// read status shown -> attempt -> next status -> publish it -> wake former owners -> next due time
///                       ^              |
///                       '--------------' another process wrote a status that the watch has not shown
/// ```
final class Reconciliation {

  private final Settings settings;
  private final Sync sync;
  private final LiveState live;
  private final StatusCache statuses;
  private final StatusReader reader;
  private final StatusPublisher publisher;
  private final OwnershipWakeUps ownership;
  private final ErrorBackoff errors;
  private final ReconciliationListener listener;
  private final TimeSource clock;
  private final StatusCalculator calculator;
  private volatile @Nullable Instant first;

  Reconciliation(
      Settings settings,
      Sync sync,
      LiveState live,
      StatusCache statuses,
      StatusReader reader,
      StatusPublisher publisher,
      OwnershipWakeUps ownership,
      ErrorBackoff errors,
      ReconciliationListener listener,
      TimeSource clock) {
    this.settings = settings;
    this.sync = sync;
    this.live = live;
    this.statuses = statuses;
    this.reader = reader;
    this.publisher = publisher;
    this.ownership = ownership;
    this.errors = errors;
    this.listener = listener;
    this.clock = clock;
    this.calculator = new StatusCalculator(settings.progressDeadline());
  }

  boolean isUpToDate(Resource resource) {
    return sync.isUpToDate(resource);
  }

  /// Reconciles; whatever happens, there is a next time.
  ///
  /// @param cached as the watch shows it
  /// @return when to come back at the latest
  Next run(Resource cached) {
    var uid = cached.id().uid();
    var held = new HashSet<Target>();
    try {
      var next = reconcile(cached, held);
      errors.forget(uid);
      return next;
    } catch (RuntimeException | Error e) {
      listener.unexpected(cached.id(), e);
      return new Next(errors.delay(uid), false);
    } finally {
      ownership.released(held, cached.id());
    }
  }

  /// @param held collects the targets whose lock it has held
  private Next reconcile(Resource cached, Set<Target> held) {
    var begin = clock.now();
    if (first == null) {
      first = begin.wall();
    }
    listener.began(cached.id());
    var shown = reader.read(cached, begin);
    var result = sync.attempt(statuses.overlay(cached, begin.wall()), held);
    var next = next(result);
    var newer = newerStatus(cached, result, next);
    if (newer.isPresent()) {
      var now = clock.now();
      reader.read(newer.get(), now);
      result = sync.attempt(statuses.overlay(newer.get(), now.wall()), held);
      next = next(result);
    }
    // before the write: it takes a while, and the clock may be set meanwhile
    var due = due(result, next);
    statuses.read(result.resource(), cached);
    listener.ended(result, result.resource().status(), next);
    var retry = publisher.publish(newer.orElse(cached), next, shown == Shown.FOREIGN);
    if (result.outcome() instanceof SyncOutcome.Saved(var receipt)) {
      ownership.saved(receipt.target(), receipt.resource());
    }
    var now = clock.now().monotonic();
    var wait =
        Stream.of(retry, statuses.decidedIn(cached.id().uid(), now))
            .flatMap(Optional::stream)
            .reduce(until(due, now), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    return new Next(wait, result.outcome().equals(new Unchanged(Because.COALESCING)));
  }

  /// When to look at it again, of the monotonic clock.
  private Instant due(SyncResult result, BuildSecretsStatus next) {
    var now = clock.now();
    return now.monotonic().plus(until(Due.after(result, next, settings, now.wall()), now.wall()));
  }

  private BuildSecretsStatus next(SyncResult result) {
    return calculator.after(result.resource().status(), result, clock.now().wall());
  }

  /// The watch may be behind what another process wrote before this one began, and a status that is
  /// written without that would remove it. An attempt has seen it, since it reads the resource. A
  /// newer spec that is found by the way is not passed over.
  private Optional<Resource> newerStatus(
      Resource cached, SyncResult result, BuildSecretsStatus next) {
    var uid = cached.id().uid();
    boolean writes =
        !result.attempted()
            && !isNew(cached)
            && !statuses.hasWritten(uid)
            && statuses.differs(uid, next, cached.status());
    return writes && live.read(cached.id()) instanceof ResourceRead.Found(var found)
        ? Optional.of(found)
            .filter(f -> f.id().equals(cached.id()))
            .filter(
                f ->
                    !f.status().equals(cached.status())
                        || f.generation() > result.resource().generation())
        : Optional.empty();
  }

  /// Whether no process but this one can have written its status: a standby reconciles for the
  /// first time when it begins to lead.
  private boolean isNew(Resource resource) {
    var begun = first;
    return begun != null && resource.created().isAfter(begun);
  }

  private static Duration until(Instant at, Instant now) {
    var wait = Duration.between(now, at);
    return wait.isPositive() ? wait : Duration.ofMillis(1);
  }
}
