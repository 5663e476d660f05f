package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.ownership.AcceptedSaves;
import io.dodil.buildsecrets.ownership.RetryAfterHolds;
import io.dodil.buildsecrets.sync.SyncOutcome.NotSaved;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.ResyncFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.checks.Preconditions;
import io.dodil.buildsecrets.sync.retry.Backoff;
import io.dodil.buildsecrets.sync.retry.FailureClass;
import io.dodil.buildsecrets.sync.retry.FailureStreak;
import io.dodil.buildsecrets.sync.retry.Persistence;
import io.dodil.buildsecrets.sync.retry.SaveInputs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// What follows from a failure: how long to wait, and whether it is old enough to be called
/// stalled.
final class Failures {

  private final ResourceStates resourceStates;
  private final RetryAfterHolds holds;
  private final AcceptedSaves accepted;
  private final Preconditions preconditions;
  private final DoubleSupplier random;

  Failures(SyncState state, Preconditions preconditions, DoubleSupplier random) {
    this.resourceStates = state.resourceStates();
    this.holds = state.retryAfterHolds();
    this.accepted = state.targets().accepted();
    this.preconditions = preconditions;
    this.random = random;
  }

  /// A failed call.
  ///
  /// @param at of the monotonic clock
  record Failed(Failure failure, Optional<Duration> retryAfter, Instant at) {}

  /// The request was not accepted. If only a resync or a confirming save failed, what is in force
  /// is not stale by it.
  <T> StageResult<T> notSaved(PreparedSave prepared, Failed failed) {
    boolean unchanged = preconditions.isInForce(prepared.task(), prepared.secrets());
    var resource = prepared.task().resource();
    var hold =
        failed
            .retryAfter()
            .map(
                wait -> holds.hold(prepared.task().holdKey(), failed.failure(), failed.at(), wait));
    var streak = streak(resource).and(prepared.inputs(), failed.failure(), failed.at());
    var persistence = persistence(resource, streak, failed);
    var outcome =
        unchanged && FailureClass.of(failed.failure()) == FailureClass.OUTAGE
            ? new ResyncFailed(failed.failure())
            : new NotSaved(failed.failure(), persistence);
    var save =
        new FailedSave(prepared.inputs(), outcome, retryAt(streak, failed, persistence, hold));
    resourceStates.update(resource.id().uid(), m -> m.afterFailedSave(save, streak));
    if (outcome instanceof NotSaved) {
      accepted.refused(prepared.task().target(), prepared.save());
    }
    return StageResult.Done.until(save.retryAt(), outcome);
  }

  /// The Kubernetes API failed: an outage like any other, that ends no streak of failures. If only
  /// a resync failed, what is in force is not stale by it.
  <T> StageResult<T> notRead(SyncTask task, Instant now) {
    boolean unchanged = preconditions.isInForce(task, task.cached());
    var resource = task.resource();
    var streak = streak(resource).andUnread(SaveInputs.of(resource, Optional.empty()));
    resourceStates.update(resource.id().uid(), m -> m.afterFailedRead(streak));
    return StageResult.Done.until(
        now.plus(Backoff.QUICK.delay(streak.failures(), random)),
        unchanged ? new Unchanged(Because.DEFERRED) : new ReadFailed());
  }

  /// The other side knows best when it will be there again. What only a person can correct is tried
  /// slowly, whatever it says.
  private Instant retryAt(
      FailureStreak streak, Failed failed, Persistence persistence, Optional<Instant> hold) {
    var backoff = Backoff.after(failed.failure(), persistence);
    var own = failed.at().plus(backoff.delay(streak.failures(), random));
    return switch (backoff) {
      case QUICK -> hold.orElse(own);
      case SLOW -> hold.filter(own::isBefore).orElse(own);
    };
  }

  private FailureStreak streak(Resource resource) {
    return resourceStates.of(resource.id().uid()).streak();
  }

  /// A status that is stalled by this very refusal counts for those that a restart has forgotten.
  private static Persistence persistence(Resource resource, FailureStreak streak, Failed failed) {
    boolean stalledBefore =
        Long.valueOf(resource.generation()).equals(resource.status().observedGeneration())
            && resource
                .status()
                .condition(ConditionType.STALLED)
                .filter(c -> refusal(failed.failure()).filter(c::isFor).isPresent())
                .isPresent();
    return stalledBefore || streak.isRefusedForLong(failed.at())
        ? Persistence.PERSISTENT
        : Persistence.RECENT;
  }

  /// What a status calls a refusal.
  private static Optional<Reason> refusal(Failure failure) {
    return switch (failure) {
      case Failure.AuthenticationFailed _ -> Optional.of(Reason.AUTHENTICATION_FAILED);
      case Failure.PermissionDenied _ -> Optional.of(Reason.PERMISSION_DENIED);
      case Failure.OrganizationUnnamed _ -> Optional.of(Reason.ORGANIZATION_UNNAMED);
      case Failure.OrganizationMismatch _,
          Failure.OrganizationAmbiguous _,
          Failure.OrganizationIdMismatch _ ->
          Optional.of(Reason.ORGANIZATION_MISMATCH);
      default -> Optional.empty();
    };
  }
}
