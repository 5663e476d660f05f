package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unresolved;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.InDoubtRequests;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of a run: its outcome, what is still in doubt, and when to come back.
final class Endings {

  private final Clock clock;
  private final Admission admission;
  private final InDoubtRequests inDoubt;

  Endings(Clock clock, Admission admission, InDoubtRequests inDoubt) {
    this.clock = clock;
    this.admission = admission;
    this.inDoubt = inDoubt;
  }

  /// After an attempt.
  SyncRun attempted(Job job, Step.End<Prepared> end, Optional<Instant> tokenExpiry) {
    var answered =
        end.outcome() instanceof Unchanged || end.outcome() instanceof Deferred
            ? Optional.<String>empty()
            : job.resource().openSyncRequest();
    return run(job.resource(), job.cached(), end, answered, tokenExpiry, true);
  }

  /// Without an attempt. A sync request that may not be fulfilled is answered, so that it is not
  /// fulfilled by surprise later.
  SyncRun stopped(Candidate resource, SyncOutcome outcome, Optional<Instant> due) {
    boolean ignored =
        outcome instanceof Suspended
            || outcome instanceof Denied(SyncOutcome.Denial.TargetConflict _);
    var answered = ignored ? resource.openSyncRequest() : Optional.<String>empty();
    var cached = admission.cached(resource);
    return run(resource, cached, new Step.End<>(outcome, due), answered, Optional.empty(), false);
  }

  private SyncRun run(
      Candidate resource,
      SecretVersions cached,
      Step.End<Prepared> end,
      Optional<String> answered,
      Optional<Instant> tokenExpiry,
      boolean attempted) {
    var now = clock.now();
    var target = admission.targetOf(resource);
    boolean owns = attempted || admission.owns(resource, now);
    var due =
        Stream.of(
                end.due(), target.filter(_ -> owns).flatMap(t -> confirming(resource, t, end, now)))
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .map(now::onWall);
    return new SyncRun(
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
  /// run and is tried again, or can't be sent before something changes.
  private Optional<Instant> confirming(
      Candidate resource, Target target, Step.End<Prepared> end, Moment now) {
    return inDoubt
        .due(target)
        .filter(_ -> !resource.spec().isSuspended())
        .filter(at -> now.steady().isBefore(at) || !waitsForAChange(end.outcome()))
        .map(at -> now.steady().isBefore(at) ? at : end.due().orElse(now.steady().plus(Due.SOON)));
  }

  private static boolean waitsForAChange(SyncOutcome outcome) {
    return outcome instanceof Unresolved
        || outcome instanceof Denied
        || (outcome instanceof Deferred(var standing) && waitsForAChange(standing));
  }

  /// What the status has to tell the next process: that the target is in doubt, if the resource
  /// owns it or has recorded it already; or what it recorded of a target that it named before.
  private Optional<InDoubt> record(
      Candidate resource, Optional<Target> target, boolean owns, Moment now) {
    var recorded = Optional.ofNullable(resource.status().inDoubtUntil());
    boolean isOurs =
        owns
            || recorded
                .map(Candidate::inDoubtTarget)
                .filter(r -> target.filter(r::equals).isPresent())
                .isPresent();
    return target
        .filter(_ -> isOurs)
        .flatMap(t -> inDoubt.record(t, resource.spec().endpoint(), now))
        .or(() -> recorded.filter(r -> !inDoubt.isOver(Candidate.inDoubtTarget(r), now.steady())));
  }
}
