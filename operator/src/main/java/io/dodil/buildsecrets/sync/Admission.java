package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Gated;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.Ownership;
import java.time.Instant;
import java.util.Optional;

/// Whether a run may go on to read anything: suspended, configured, allowed, the owner, something
/// to do, and the time for it. Costs no call.
final class Admission {

  private final Settings settings;
  private final CachedState cache;
  private final Ownership ownership;
  private final Gates gates;
  private final Memory memory;
  private final FastPath fastPath;

  Admission(Settings settings, CachedState cache, Gates gates, Memory memory) {
    this.settings = settings;
    this.cache = cache;
    this.ownership = new Ownership(settings);
    this.gates = gates;
    this.memory = memory;
    this.fastPath = new FastPath(settings);
  }

  /// Admitted, or what the run comes to.
  sealed interface Verdict {

    record Admitted(Job job) implements Verdict {}

    record Stopped(SyncOutcome outcome, Optional<Instant> due) implements Verdict {}
  }

  Verdict check(Candidate resource, Instant now) {
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

  Optional<Target> target(Candidate resource) {
    return ownership.targetOf(resource);
  }

  private Job job(Candidate resource, Endpoint endpoint) {
    var cached = cache.versions(resource.id().namespace(), resource.spec().secrets());
    return new Job(resource, endpoint, endpoint.target(resource.spec().organization()), cached);
  }

  /// Why this resource may not save to its target, as far as configuration and other resources say.
  Optional<Denial> denial(Job job) {
    var spec = job.resource().spec();
    if (spec.auth().clientCredentials() != null && job.endpoint().tokenUrl().isEmpty()) {
      return Optional.of(new Denial.TokenUrlNotConfigured(spec.endpoint()));
    }
    if (!settings.allows(spec.endpoint(), spec.organization(), job.resource().id().namespace())) {
      return Optional.of(new Denial.OrganizationNotAllowed(spec.organization(), spec.endpoint()));
    }
    return ownership
        .owner(job.target(), cache.candidates(job.target()))
        .filter(owner -> !owner.id().equals(job.resource().id()))
        .map(owner -> new Denial.TargetConflict(owner.id(), spec.organization(), spec.endpoint()));
  }

  private Verdict timely(Job job, Instant now) {
    var resource = job.resource();
    var remembered = memory.of(resource.id().uid());
    if (fastPath.holds(resource, job.target(), job.cached(), now)) {
      memory.update(resource.id().uid(), m -> m.inForce(resource.spec()));
      return stopped(new Unchanged());
    }
    var gate = gates.closed(job.gate(), now);
    if (gate.isPresent()) {
      // a resync that has to wait is no news
      var outcome =
          fastPath.isInForce(resource, job.target(), job.cached())
              ? new Unchanged()
              : new Gated(gate.get().why());
      return new Verdict.Stopped(outcome, Optional.of(gate.get().until()));
    }
    return remembered
        .failed()
        .filter(f -> f.sameInputs(resource, job.cached()))
        .map(FailedAttempt::retryAt)
        .filter(now::isBefore)
        .or(() -> windowEnd(remembered, now))
        .<Verdict>map(due -> new Verdict.Stopped(new Unchanged(), Optional.of(due)))
        .orElseGet(() -> new Verdict.Admitted(job));
  }

  /// The first change is sent at once; what follows closely waits and goes together.
  private Optional<Instant> windowEnd(Memory.Remembered remembered, Instant now) {
    return remembered
        .lastCallEnd()
        .map(end -> end.isAfter(now) ? now : end)
        .map(end -> end.plus(settings.coalesceWindow()))
        .filter(now::isBefore);
  }

  private Standing standing(Candidate resource) {
    var cached = cache.versions(resource.id().namespace(), resource.spec().secrets());
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
    return ready && sameSpec && sameSecrets ? Standing.CURRENT : Standing.UNKNOWN;
  }

  private static Verdict stopped(SyncOutcome outcome) {
    return new Verdict.Stopped(outcome, Optional.empty());
  }
}
