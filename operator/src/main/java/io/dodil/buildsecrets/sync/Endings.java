package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unresolved;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Unsettled;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of a run: its outcome, what is still owed, and when to come back.
final class Endings {

  static final Duration SOON = Duration.ofSeconds(1);

  private final Clock clock;
  private final Admission admission;
  private final Unsettled unsettled;

  Endings(Clock clock, Admission admission, Unsettled unsettled) {
    this.clock = clock;
    this.admission = admission;
    this.unsettled = unsettled;
  }

  SyncRun ended(Job job, Step.End<Prepared> end, Optional<Instant> tokenExpiry) {
    var answered =
        end.outcome() instanceof Unchanged
            ? Optional.<String>empty()
            : job.resource().openSyncRequest();
    return run(job.resource(), job.cached(), end.outcome(), end.due(), answered, tokenExpiry);
  }

  /// A request that nobody may fulfil is answered, so that it is not fulfilled by surprise later.
  SyncRun stopped(Candidate resource, SyncOutcome outcome, Optional<Instant> due) {
    boolean ignored =
        outcome instanceof Suspended
            || outcome instanceof Denied(SyncOutcome.Denial.TargetConflict _);
    var answered = ignored ? resource.openSyncRequest() : Optional.<String>empty();
    var cached = admission.cached(resource);
    return run(resource, cached, outcome, due, answered, Optional.empty());
  }

  /// What is owed then can't be paid before something changes.
  private static boolean waitsForAChange(SyncOutcome outcome) {
    return outcome instanceof Unresolved || outcome instanceof Denied;
  }

  private SyncRun run(
      Candidate resource,
      SecretVersions cached,
      SyncOutcome outcome,
      Optional<Instant> due,
      Optional<String> answered,
      Optional<Instant> tokenExpiry) {
    var now = clock.now();
    var target = admission.targetOf(resource);
    var owned = target.filter(_ -> admission.owns(resource));
    // what is due already, because a save took that long, was not paid by that save; and where it
    // was tried in this run, there is a time for the next try
    var settling =
        owned
            .filter(_ -> !resource.spec().isSuspended())
            .flatMap(unsettled::due)
            .filter(at -> now.steady().isBefore(at) || !waitsForAChange(outcome))
            .map(at -> now.steady().isBefore(at) ? at : due.orElse(now.steady().plus(SOON)));
    return new SyncRun(
        resource,
        target,
        cached,
        outcome,
        Stream.of(due, settling).flatMap(Optional::stream).min(Instant::compareTo).map(now::onWall),
        answered,
        tokenExpiry,
        owned.flatMap(unsettled::until).map(now::onWallSeconds));
  }
}
