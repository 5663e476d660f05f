package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.Attempts;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.sync.StageResult.Done;
import io.dodil.buildsecrets.sync.SyncOutcome.Confirmed;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncOutcome.Unresolved;
import io.dodil.buildsecrets.sync.checks.Blocked;
import io.dodil.buildsecrets.sync.checks.Preconditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of a reconciliation: what is remembered of it, its outcome, what is still in doubt, and
/// when to come back.
final class Completion {

  /// What can't be resolved is looked at again when something changes, or after this.
  private static final Duration UNRESOLVED = Due.LONGEST;

  private final TimeSource clock;
  private final CachedState cache;
  private final Preconditions preconditions;
  private final InDoubtRequests inDoubt;
  private final Attempts attempts;
  private final ResourceStates resourceStates;
  private final LargePayloadSpacing spacing;

  Completion(TimeSource clock, CachedState cache, Preconditions preconditions, SyncState state) {
    this.clock = clock;
    this.cache = cache;
    this.preconditions = preconditions;
    this.inDoubt = state.targets().inDoubt();
    this.attempts = state.targets().attempts();
    this.resourceStates = state.resourceStates();
    this.spacing = state.spacing();
  }

  /// No attempt may begin.
  SyncResult blocked(Resource resource, Blocked blocked) {
    return switch (blocked) {
      case Blocked.Stopped(var outcome, var due) -> stopped(resource, outcome, due);
      case Blocked.UpToDate(var confirm) -> {
        if (confirm) {
          preconditions.targetOf(resource).ifPresent(inDoubt::confirmAfterTakeover);
        }
        resourceStates.update(resource.id().uid(), m -> m.inForce(resource.spec()));
        yield stopped(resource, new Unchanged(Because.NOTHING_CHANGED), Optional.empty());
      }
    };
  }

  /// An attempt may begin, and has to wait for something that others hold.
  SyncResult notYet(Resource resource) {
    return stopped(resource, new Unchanged(Because.DEFERRED), Optional.of(soon()));
  }

  /// Without an attempt. A sync request that may not be fulfilled is answered, so that it is not
  /// fulfilled by surprise later.
  private SyncResult stopped(Resource resource, SyncOutcome outcome, Optional<Instant> due) {
    boolean ignored =
        outcome instanceof Suspended
            || outcome instanceof Denied(SyncOutcome.Denial.TargetConflict _);
    var answered = ignored ? resource.openSyncRequest() : Optional.<String>empty();
    var end = new Done<>(outcome, due);
    return run(resource, cache.versions(resource), end, answered, Optional.empty(), false);
  }

  /// An attempt has ended.
  ///
  /// @param tokenExpiry of a ready-made token that was read
  SyncResult attempted(SyncTask task, Done<?> end, Optional<Instant> tokenExpiry) {
    var remembered = remember(task, end);
    var answered =
        end.outcome() instanceof Unchanged || end.outcome() instanceof Deferred
            ? Optional.<String>empty()
            : task.resource().openSyncRequest();
    return run(task.resource(), task.cached(), remembered, answered, tokenExpiry, true);
  }

  /// An attempt that was not accepted names the time of the next one, and lets others go first.
  Done<?> remember(SyncTask task, Done<?> end) {
    var now = clock.now().monotonic();
    var resource = task.resource();
    if (end.outcome() instanceof Saved || end.outcome() instanceof Confirmed) {
      var from = end.outcome() instanceof Confirmed ? spaced(resource, now) : now;
      resourceStates.update(resource.id().uid(), m -> m.ended(from, Optional.empty()));
      return end;
    }
    attempts.unaccepted(task.target(), resource.id());
    var standing = end.outcome() instanceof Deferred(var earlier) ? earlier : end.outcome();
    boolean unresolved = end.outcome() instanceof Unresolved;
    var retryAt = end.due().orElseGet(() -> unresolved ? now.plus(UNRESOLVED) : soon());
    // what changed during the attempt may or may not have been seen by it
    var attempt =
        Optional.of(Unaccepted.of(resource, task.cached(), standing, retryAt))
            .filter(_ -> cache.versions(resource).equals(task.cached()));
    resourceStates.update(resource.id().uid(), m -> m.ended(now, attempt));
    return new Done<>(end.outcome(), unresolved ? end.due() : Optional.of(retryAt));
  }

  private Instant spaced(Resource resource, Instant now) {
    return resourceStates.of(resource.id().uid()).isLarge()
        ? spacing.next(resource.id().namespace(), now)
        : now;
  }

  private Instant soon() {
    return clock.now().monotonic().plus(Due.SOON);
  }

  private SyncResult run(
      Resource resource,
      SecretVersions cached,
      Done<?> end,
      Optional<String> answered,
      Optional<Instant> tokenExpiry,
      boolean attempted) {
    var now = clock.now();
    var target = preconditions.targetOf(resource);
    boolean owns = attempted || preconditions.isOwner(resource, now);
    var due =
        Stream.of(
                end.due(), target.filter(_ -> owns).flatMap(t -> confirming(resource, t, end, now)))
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .map(now::onWall);
    return new SyncResult(
        resource,
        target,
        cached,
        end.outcome(),
        due,
        answered,
        tokenExpiry,
        record(resource, target, owns, now),
        attempted);
  }

  /// When what was accepted is to be sent once more. If that is due already, it was tried in this
  /// reconciliation and is tried again, or can't be sent before something changes.
  private Optional<Instant> confirming(
      Resource resource, Target target, Done<?> end, Timestamp now) {
    return inDoubt
        .due(target)
        .filter(_ -> !resource.spec().isSuspended())
        .filter(at -> now.monotonic().isBefore(at) || !waitsForAChange(end.outcome()))
        .map(
            at ->
                now.monotonic().isBefore(at)
                    ? at
                    : end.due().orElse(now.monotonic().plus(Due.SOON)));
  }

  private static boolean waitsForAChange(SyncOutcome outcome) {
    return outcome instanceof Unresolved
        || outcome instanceof Denied
        || (outcome instanceof Deferred(var standing) && waitsForAChange(standing));
  }

  /// What the status has to tell the next process: that the target is in doubt, if the resource
  /// owns it or has recorded it already; or what it recorded of a target that it named before.
  private Optional<InDoubt> record(
      Resource resource, Optional<Target> target, boolean owns, Timestamp now) {
    var recorded = Optional.ofNullable(resource.status().inDoubtUntil());
    boolean isOurs =
        owns
            || recorded
                .map(Resource::inDoubtTarget)
                .filter(r -> target.filter(r::equals).isPresent())
                .isPresent();
    return target
        .filter(_ -> isOurs)
        .flatMap(t -> inDoubt.record(t, resource.spec().endpoint(), now))
        .or(
            () ->
                recorded.filter(r -> !inDoubt.isOver(Resource.inDoubtTarget(r), now.monotonic())));
  }
}
