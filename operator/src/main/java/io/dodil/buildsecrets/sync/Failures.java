package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.sync.SyncOutcome.NotSaved;
import io.dodil.buildsecrets.sync.SyncOutcome.Persistence;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.ResyncFailed;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Gates;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// What follows from a failure: how long to wait, and whether it is old enough to be called
/// stalled.
final class Failures {

  private static final int REFUSALS = 3;
  private static final Duration REFUSED_FOR = Duration.ofSeconds(60);

  private final Memory memory;
  private final Gates gates;
  private final DoubleSupplier random;

  Failures(Memory memory, Gates gates, DoubleSupplier random) {
    this.memory = memory;
    this.gates = gates;
    this.random = random;
  }

  /// A failed call.
  record Failed(Failure failure, Optional<Duration> retryAfter, Instant at) {}

  /// The set was not saved.
  ///
  /// @param unchanged whether only a resync failed: what is in force is not stale by it
  Step.End<Prepared> notSaved(Prepared prepared, Failed failed, boolean unchanged) {
    var job = prepared.job();
    failed
        .retryAfter()
        .ifPresent(wait -> gates.close(job.gate(), failed.failure(), failed.at(), wait));
    var attempt = next(job, Optional.of(prepared.save()), failed);
    memory.update(job.resource().id().uid(), m -> m.afterFailure(attempt));
    boolean transientResync = unchanged && FailureClass.of(failed.failure()) == FailureClass.OUTAGE;
    var outcome =
        transientResync
            ? new ResyncFailed(failed.failure())
            : new NotSaved(failed.failure(), persistence(job.resource(), attempt, failed.at()));
    return new Step.End<>(outcome, Optional.of(attempt.retryAt()));
  }

  /// The Kubernetes API failed: an outage like any other.
  Step.End<Prepared> notRead(Job job, Instant now) {
    int failures = inARow(job, Optional.empty()).map(f -> f.failures() + 1).orElse(1);
    var retryAt = now.plus(Backoff.QUICK.delay(failures, random));
    var attempt = attempt(job, Optional.empty(), failures, Optional.empty(), retryAt);
    memory.update(job.resource().id().uid(), m -> m.afterFailure(attempt));
    return new Step.End<>(new ReadFailed(), Optional.of(retryAt));
  }

  private FailedAttempt next(Job job, Optional<Fingerprint> save, Failed failed) {
    var before = inARow(job, save);
    int failures = before.map(f -> f.failures() + 1).orElse(1);
    var refusedSince =
        FailureClass.of(failed.failure()) == FailureClass.REFUSED
            ? Optional.of(before.flatMap(FailedAttempt::refusedSince).orElse(failed.at()))
            : Optional.<Instant>empty();
    var draft = attempt(job, save, failures, refusedSince, failed.at());
    var persistence = persistence(job.resource(), draft, failed.at());
    var wait = Backoff.after(failed.failure(), persistence).delay(failures, random);
    return attempt(job, save, failures, refusedSince, failed.at().plus(wait));
  }

  private Optional<FailedAttempt> inARow(Job job, Optional<Fingerprint> save) {
    return memory
        .of(job.resource().id().uid())
        .failed()
        .filter(f -> f.sameSave(job.resource(), save));
  }

  private static FailedAttempt attempt(
      Job job,
      Optional<Fingerprint> save,
      int failures,
      Optional<Instant> refusedSince,
      Instant retryAt) {
    return new FailedAttempt(
        job.resource().generation(),
        job.resource().syncRequest(),
        job.cached(),
        save,
        failures,
        refusedSince,
        retryAt);
  }

  /// A status that was stalled already counts for the refusals that a restart has forgotten.
  private static Persistence persistence(Candidate resource, FailedAttempt attempt, Instant now) {
    boolean stalledBefore =
        resource.status().isTrue("Stalled")
            && Long.valueOf(resource.generation()).equals(resource.status().observedGeneration());
    boolean refusedForLong =
        attempt.failures() >= REFUSALS
            && attempt
                .refusedSince()
                .filter(since -> !now.isBefore(since.plus(REFUSED_FOR)))
                .isPresent();
    return stalledBefore || refusedForLong ? Persistence.PERSISTENT : Persistence.RECENT;
  }
}
