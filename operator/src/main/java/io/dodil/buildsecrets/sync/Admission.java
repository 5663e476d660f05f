package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Gated;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.Ownership;
import io.dodil.buildsecrets.target.Unsettled;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Whether a run may go on to read anything: suspended, configured, allowed, the owner, something
/// to do, and the time for it. Costs no call.
final class Admission {

  private final Settings settings;
  private final CachedState cache;
  private final Ownership ownership;
  private final Denials denials;
  private final Gates gates;
  private final Unsettled unsettled;
  private final Memory memory;
  private final FastPath fastPath;

  Admission(Settings settings, CachedState cache, SyncState state) {
    this.settings = settings;
    this.cache = cache;
    this.ownership = new Ownership(settings, state.targets().claims(), cache::versions);
    this.denials = new Denials(settings, ownership);
    this.gates = state.gates();
    this.unsettled = state.targets().unsettled();
    this.memory = state.memory();
    this.fastPath = new FastPath(settings);
  }

  /// Admitted, or what the run comes to.
  sealed interface Verdict {

    record Admitted(Job job) implements Verdict {}

    record Stopped(SyncOutcome outcome, Optional<Instant> due) implements Verdict {}
  }

  Verdict check(Candidate resource, Moment now) {
    targetOf(resource).ifPresent(target -> seed(target, now));
    if (resource.spec().isSuspended()) {
      return stopped(new Suspended(standing(resource)));
    }
    var endpoint = settings.endpoint(resource.spec().endpoint());
    if (endpoint.isEmpty()) {
      return stopped(new Denied(new Denial.EndpointNotConfigured(resource.spec().endpoint())));
    }
    var job = job(resource, endpoint.get());
    return denial(job)
        .<Verdict>map(denial -> stopped(new Denied(denial)))
        .orElseGet(() -> timely(job, now));
  }

  Optional<Target> targetOf(Candidate resource) {
    return ownership.targetOf(resource);
  }

  private void seed(Target target, Moment now) {
    unsettled.seed(target, () -> latestUnsettled(cache.candidates(target)), now);
  }

  private static Optional<Instant> latestUnsettled(List<Candidate> candidates) {
    return candidates.stream()
        .map(c -> c.status().unsettledUntil())
        .filter(Objects::nonNull)
        .max(Instant::compareTo);
  }

  /// Whether this resource has to make up for calls of unknown outcome.
  boolean owns(Candidate resource) {
    return targetOf(resource)
        .flatMap(target -> ownership.owner(target, cache.candidates(target)))
        .filter(owner -> owner.id().equals(resource.id()))
        .isPresent();
  }

  /// What the watch knows of its Secrets.
  SecretVersions cached(Candidate resource) {
    return cache.versions(resource);
  }

  private Job job(Candidate resource, Endpoint endpoint) {
    var target = endpoint.target(resource.spec().organization());
    return new Job(resource, endpoint, target, cached(resource));
  }

  /// Why this resource may not save to its target, as far as configuration and other resources say.
  Optional<Denial> denial(Job job) {
    return denials.of(job.resource(), () -> cache.candidates(job.target()));
  }

  private Verdict timely(Job job, Moment moment) {
    var resource = job.resource();
    var now = moment.steady();
    var remembered = memory.of(resource.id().uid());
    if (fastPath.holds(resource, job.target(), job.cached(), moment.wall())
        && !unsettled.isDue(job.target(), now)
        && !isInDoubt(resource, remembered)) {
      memory.update(resource.id().uid(), m -> m.inForce(resource.spec()));
      return stopped(new Unchanged(Because.NOTHING_CHANGED));
    }
    var gate = gates.closed(job.gate(), now);
    if (gate.isPresent()) {
      // a resync that has to wait is no news
      var outcome =
          fastPath.isInForce(resource, job.target(), job.cached())
              ? new Unchanged(Because.NOT_YET)
              : new Gated(gate.get().why());
      return new Verdict.Stopped(outcome, Optional.of(gate.get().until()));
    }
    return remembered
        .failed()
        .filter(f -> f.sameInputs(resource, job.cached()))
        .map(FailedAttempt::retryAt)
        .filter(now::isBefore)
        .map(due -> later(Because.NOT_YET, due))
        .or(() -> windowEnd(remembered, now).map(due -> later(Because.GATHERING, due)))
        .orElseGet(() -> new Verdict.Admitted(job));
  }

  /// A leader that died may have saved with an optional Secret that came and went: then every
  /// version is what it was, and the organization holds something else.
  private boolean isInDoubt(Candidate resource, Memory.Remembered remembered) {
    return unsettled.isTakenOver()
        && remembered.savedSpec().isEmpty()
        && resource.spec().hasOptionalSecrets();
  }

  /// The first change is sent at once; what follows closely waits and goes together.
  private Optional<Instant> windowEnd(Memory.Remembered remembered, Instant now) {
    return remembered
        .lastCallEnd()
        .map(end -> end.plus(settings.coalesceWindow()))
        .filter(now::isBefore);
  }

  private Standing standing(Candidate resource) {
    var cached = cache.versions(resource);
    // what was judged before a restart needs no other judgement
    boolean sameSpec =
        Long.valueOf(resource.generation()).equals(resource.status().observedGeneration())
            || memory
                .of(resource.id().uid())
                .savedSpec()
                .filter(resource.spec()::sameButSuspend)
                .isPresent();
    boolean sameSecrets =
        resource.lastSave().filter(s -> Candidate.versionsOf(s).equals(cached)).isPresent();
    // one that was being retried is not any more, and must not go on saying so
    boolean ready = resource.status().isTrue("Ready");
    boolean settled = targetOf(resource).flatMap(unsettled::until).isEmpty();
    return ready && settled && sameSpec && sameSecrets ? Standing.CURRENT : Standing.UNKNOWN;
  }

  private static Verdict later(Because why, Instant due) {
    return new Verdict.Stopped(new Unchanged(why), Optional.of(due));
  }

  private static Verdict stopped(SyncOutcome outcome) {
    return new Verdict.Stopped(outcome, Optional.empty());
  }
}
