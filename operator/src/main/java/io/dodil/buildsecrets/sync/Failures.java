package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.sync.SyncOutcome.NotSaved;
import io.dodil.buildsecrets.sync.SyncOutcome.Persistence;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.ResyncFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.checks.Preconditions;
import io.dodil.buildsecrets.target.AcceptedSaves;
import io.dodil.buildsecrets.target.Gates;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// What follows from a failure: how long to wait, and whether it is old enough to be called
/// stalled.
final class Failures {

  private final Memory memory;
  private final Gates gates;
  private final AcceptedSaves accepted;
  private final Preconditions preconditions;
  private final DoubleSupplier random;

  Failures(SyncState state, Preconditions preconditions, DoubleSupplier random) {
    this.memory = state.memory();
    this.gates = state.gates();
    this.accepted = state.targets().accepted();
    this.preconditions = preconditions;
    this.random = random;
  }

  /// A failed call.
  ///
  /// @param at of the steady clock
  record Failed(Failure failure, Optional<Duration> retryAfter, Instant at) {}

  /// The request was not accepted. If only a resync or a confirming save failed, what is in force
  /// is not stale by it.
  <T> StageResult<T> notSaved(PreparedSave prepared, Failed failed) {
    boolean unchanged = preconditions.isInForce(prepared.task(), prepared.secrets());
    var resource = prepared.task().resource();
    var gate =
        failed
            .retryAfter()
            .map(wait -> gates.close(prepared.task().gate(), failed.failure(), failed.at(), wait));
    var streak = streak(resource).and(prepared.inputs(), failed.failure(), failed.at());
    var persistence = persistence(resource, streak, failed);
    var outcome =
        unchanged && FailureClass.of(failed.failure()) == FailureClass.OUTAGE
            ? new ResyncFailed(failed.failure())
            : new NotSaved(failed.failure(), persistence);
    var save =
        new FailedSave(prepared.inputs(), outcome, retryAt(streak, failed, persistence, gate));
    memory.update(resource.id().uid(), m -> m.afterFailedSave(save, streak));
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
    memory.update(resource.id().uid(), m -> m.afterFailedRead(streak));
    return StageResult.Done.until(
        now.plus(Backoff.QUICK.delay(streak.failures(), random)),
        unchanged ? new Unchanged(Because.NOT_YET) : new ReadFailed());
  }

  /// The other side knows best when it will be there again. What only a person can correct is tried
  /// slowly, whatever it says.
  private Instant retryAt(
      FailureStreak streak, Failed failed, Persistence persistence, Optional<Instant> gate) {
    var backoff = Backoff.after(failed.failure(), persistence);
    var own = failed.at().plus(backoff.delay(streak.failures(), random));
    return switch (backoff) {
      case QUICK -> gate.orElse(own);
      case SLOW -> gate.filter(own::isBefore).orElse(own);
    };
  }

  private FailureStreak streak(Resource resource) {
    return memory.of(resource.id().uid()).streak();
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
