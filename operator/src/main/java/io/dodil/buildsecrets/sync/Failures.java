package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.sync.FailedAttempt.Row;
import io.dodil.buildsecrets.sync.SyncOutcome.NotSaved;
import io.dodil.buildsecrets.sync.SyncOutcome.Persistence;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.ResyncFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.Candidate;
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
  private final DoubleSupplier random;

  Failures(Memory memory, Gates gates, DoubleSupplier random) {
    this.memory = memory;
    this.gates = gates;
    this.random = random;
  }

  /// A failed call.
  ///
  /// @param at of the steady clock
  record Failed(Failure failure, Optional<Duration> retryAfter, Instant at) {}

  /// The set was not saved.
  ///
  /// @param unchanged whether only a resync or a settling save failed: what is in force is not
  ///   stale by it
  Step.End<Prepared> notSaved(Prepared prepared, Failed failed, boolean unchanged) {
    var job = prepared.job();
    var gate =
        failed
            .retryAfter()
            .map(wait -> gates.close(job.gate(), failed.failure(), failed.at(), wait));
    var attempt = next(prepared, failed, gate);
    memory.update(job.resource().id().uid(), m -> m.afterFailure(attempt));
    boolean transientResync = unchanged && FailureClass.of(failed.failure()) == FailureClass.OUTAGE;
    var outcome =
        transientResync
            ? new ResyncFailed(failed.failure())
            : new NotSaved(failed.failure(), persistence(job.resource(), attempt.row(), failed));
    return new Step.End<>(outcome, Optional.of(attempt.retryAt()));
  }

  /// The Kubernetes API failed: an outage like any other, that ends no row of failures.
  ///
  /// @param unchanged whether only a resync failed: what is in force is not stale by it
  Step.End<Prepared> notRead(Job job, Instant now, boolean unchanged) {
    var before = failed(job).filter(f -> f.sameRequest(job.resource()));
    var row = before.map(FailedAttempt::row).orElse(Row.EMPTY).andUnread();
    var retryAt = now.plus(Backoff.QUICK.delay(row.failures(), random));
    var attempt = attempt(job, before.flatMap(FailedAttempt::save), row, retryAt);
    memory.update(job.resource().id().uid(), m -> m.afterFailure(attempt));
    return new Step.End<>(
        unchanged ? new Unchanged(Because.NOT_YET) : new ReadFailed(), Optional.of(retryAt));
  }

  private FailedAttempt next(Prepared prepared, Failed failed, Optional<Instant> gate) {
    var job = prepared.job();
    var save = Optional.of(prepared.save());
    var row =
        failed(job)
            .filter(f -> f.sameSave(job.resource(), save))
            .map(FailedAttempt::row)
            .orElse(Row.EMPTY)
            .and(failed.failure(), failed.at());
    var persistence = persistence(job.resource(), row, failed);
    return attempt(job, save, row, retryAt(row, failed, persistence, gate));
  }

  /// The other side knows best when it will be there again. What only a person can mend is tried
  /// slowly, whatever it says.
  private Instant retryAt(Row row, Failed failed, Persistence persistence, Optional<Instant> gate) {
    var backoff = Backoff.after(failed.failure(), persistence);
    var own = failed.at().plus(backoff.delay(row.failures(), random));
    return switch (backoff) {
      case QUICK -> gate.orElse(own);
      case SLOW -> gate.filter(own::isBefore).orElse(own);
    };
  }

  private Optional<FailedAttempt> failed(Job job) {
    return memory.of(job.resource().id().uid()).failed();
  }

  private static FailedAttempt attempt(
      Job job, Optional<Fingerprint> save, Row row, Instant retryAt) {
    var resource = job.resource();
    return new FailedAttempt(
        resource.generation(), resource.syncRequest(), job.cached(), save, row, retryAt);
  }

  /// A status that is stalled by this very refusal counts for those that a restart has forgotten.
  private static Persistence persistence(Candidate resource, Row row, Failed failed) {
    boolean stalledBefore =
        Long.valueOf(resource.generation()).equals(resource.status().observedGeneration())
            && resource
                .status()
                .condition("Stalled")
                .filter(c -> refusal(failed.failure()).filter(c.reason()::equals).isPresent())
                .isPresent();
    return stalledBefore || row.isRefusedForLong(failed.at())
        ? Persistence.PERSISTENT
        : Persistence.RECENT;
  }

  /// What a status calls a refusal.
  private static Optional<String> refusal(Failure failure) {
    if (FailureClass.of(failure) != FailureClass.REFUSED) {
      return Optional.empty();
    }
    return Optional.of(
        failure instanceof Failure.OrganizationUnknown
            ? "OrganizationMismatch"
            : failure.getClass().getSimpleName());
  }
}
