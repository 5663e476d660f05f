package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Gated;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.InDoubtRequests;
import io.dodil.buildsecrets.target.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether an attempt may begin: the resource is not suspended, its target is configured, allowed
/// and not somebody else's, there is something to do, and it is the time for it. Costs no call, and
/// is asked once more with the target's lock held.
final class Admission implements Ownership.Readiness {

  /// Who waits for the attempt of another resource is woken, and looks again after this at the
  /// latest.
  static final Duration RECHECK = Duration.ofSeconds(5);

  private final Settings settings;
  private final CachedState cache;
  private final Ownership ownership;
  private final Denials denials;
  private final Gates gates;
  private final InDoubtRequests inDoubt;
  private final Memory memory;
  private final FastPath fastPath;

  Admission(Settings settings, CachedState cache, SyncState state, FastPath fastPath) {
    this.settings = settings;
    this.cache = cache;
    this.ownership = new Ownership(settings, state.targets(), this);
    this.denials = new Denials(settings, ownership);
    this.gates = state.gates();
    this.inDoubt = state.targets().inDoubt();
    this.memory = state.memory();
    this.fastPath = fastPath;
  }

  /// Admitted, or what the run comes to.
  sealed interface Verdict {

    record Admitted(Job job) implements Verdict {}

    record Stopped(SyncOutcome outcome, Optional<Instant> due) implements Verdict {}
  }

  Verdict check(Candidate resource, Moment now) {
    if (resource.spec().isSuspended()) {
      return stopped(new Suspended(standing(resource)));
    }
    return denials
        .byConfiguration(resource)
        .<Verdict>map(denial -> stopped(new Denied(denial)))
        .orElseGet(() -> among(cache.candidates(job(resource).target()), job(resource), now));
  }

  /// @param candidates the resources that name the same target
  private Verdict among(List<Candidate> candidates, Job job, Moment now) {
    return denials
        .byOwner(job.resource(), candidates, now.wall())
        .<Verdict>map(denial -> stopped(new Denied(denial)))
        .orElseGet(() -> timely(job, candidates, now));
  }

  Optional<Target> targetOf(Candidate resource) {
    return ownership.targetOf(resource);
  }

  /// Who may save to the target now.
  Optional<Candidate> owner(Target target, Moment now) {
    return ownership.owner(target, cache.candidates(target), now);
  }

  /// Whose status keeps what the next process has to know of the target.
  Optional<Candidate> keeper(Target target, Moment now) {
    return ownership.keeper(target, cache.candidates(target), now);
  }

  /// Whether the resource owns what it names.
  boolean owns(Candidate resource, Moment now) {
    return targetOf(resource)
        .filter(target -> isOwner(resource, target, cache.candidates(target), now))
        .isPresent();
  }

  /// What the watch knows of its Secrets.
  SecretVersions cached(Candidate resource) {
    return cache.versions(resource);
  }

  /// Empty when the endpoint is not configured.
  Optional<Job> jobOf(Candidate resource) {
    var spec = resource.spec();
    return settings
        .endpoint(spec.endpoint())
        .map(e -> new Job(resource, e, e.target(spec.organization()), cached(resource)));
  }

  private Job job(Candidate resource) {
    return jobOf(resource).orElseThrow();
  }

  @Override
  public boolean couldStart(Candidate resource, Moment now) {
    return !resource.spec().isSuspended()
        && denials.byConfiguration(resource).isEmpty()
        && gates.closed(job(resource).gate(), now.steady()).isEmpty()
        && unaccepted(resource, cached(resource), now.steady()).isEmpty();
  }

  private Optional<Unaccepted> unaccepted(
      Candidate resource, SecretVersions cached, Instant steadyNow) {
    return memory
        .of(resource.id().uid())
        .unaccepted()
        .filter(attempt -> attempt.holds(resource, cached, steadyNow));
  }

  private Verdict timely(Job job, List<Candidate> candidates, Moment moment) {
    var resource = job.resource();
    var now = moment.steady();
    boolean owns = isOwner(resource, job.target(), candidates, moment);
    if (owns
        && fastPath.holds(resource, job.target(), job.cached(), moment.wall())
        && !inDoubt.isDue(job.target(), now)) {
      if (mayHaveBeenReplaced(resource, now)) {
        inDoubt.confirmAfterTakeover(job.target());
      }
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
    return unaccepted(resource, job.cached(), now)
        .map(attempt -> later(attempt.deferred(), attempt.retryAt()))
        .or(() -> windowEnd(resource, now).map(end -> later(new Unchanged(Because.GATHERING), end)))
        .orElseGet(
            () ->
                owns
                    ? new Verdict.Admitted(job)
                    : later(new Unchanged(Because.NOT_YET), now.plus(RECHECK)));
  }

  /// A former leader that died may have saved with an optional Secret that came and went: then
  /// every version is what it was, and the organization holds something else.
  private boolean mayHaveBeenReplaced(Candidate resource, Instant now) {
    return inDoubt.isTakingOver(now)
        && resource.spec().hasOptionalSecrets()
        && memory.of(resource.id().uid()).savedSpec().isEmpty();
  }

  /// The first change is sent at once; further ones wait until the window after the last attempt is
  /// over, and are sent together.
  private Optional<Instant> windowEnd(Candidate resource, Instant now) {
    return memory
        .of(resource.id().uid())
        .attemptEnd()
        .map(end -> end.plus(settings.coalesceWindow()))
        .filter(now::isBefore);
  }

  private boolean isOwner(
      Candidate resource, Target target, List<Candidate> candidates, Moment now) {
    return ownership
        .owner(target, candidates, now)
        .filter(owner -> owner.id().equals(resource.id()))
        .isPresent();
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
    boolean ready = resource.status().isTrue(ConditionType.READY);
    boolean clear = targetOf(resource).flatMap(inDoubt::until).isEmpty();
    return ready && clear && sameSpec && sameSecrets ? Standing.CURRENT : Standing.UNKNOWN;
  }

  private static Verdict later(SyncOutcome outcome, Instant due) {
    return new Verdict.Stopped(outcome, Optional.of(due));
  }

  private static Verdict stopped(SyncOutcome outcome) {
    return new Verdict.Stopped(outcome, Optional.empty());
  }
}
