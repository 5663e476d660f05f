package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.CredentialRef;
import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.resolve.Resolver;
import io.dodil.buildsecrets.sync.SyncOutcome.Confirmed;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.NotSaved;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One run of a resource:
///
/// ```
/// admission -> slot* -> permit -> rate -> lock -> admission still? -> read live -> resolve -> needed? -> token -> save
///     ^                                                                  |  ^                             |
///     `------------- a newer spec, or a slot is needed ------------------'  `--- a token took its time ---'
/// ```
///
/// *) if the resource is known to be large.
///
/// All or nothing: whatever is in the way, nothing is sent and the outcome says what it was.
public final class Sync {

  /// A credential that is rotated while its token is being fetched makes one read more.
  private static final int MAX_READS = 5;

  /// Each takes its body's memory until it is answered, which may be a while.
  private static final int LARGE_AT_A_TIME = 4;

  /// What can't be resolved is looked at again when something changes, or after this.
  private static final Duration UNRESOLVED = Due.LONGEST;

  private final SyncPorts ports;
  private final SyncState state;
  private final Clock clock;
  private final Permits permits;
  private final Tokens tokens;
  private final TargetState targets;
  private final Memory memory;
  private final Admission admission;
  private final Preparation preparation;
  private final Permits turns = new Permits(1);
  private final FairSlots largeSlots = new FairSlots(LARGE_AT_A_TIME);
  private final Need need;
  private final Push push;
  private final Failures failures;
  private final FastPath fastPath;
  private final Endings endings;

  /// With the settings of the operator, the world, and what is remembered of it.
  public Sync(Settings settings, SyncPorts ports, SyncState state) {
    this.ports = ports;
    this.state = state;
    this.clock = ports.clock();
    this.permits = new Permits(settings.calls().maxConcurrent());
    this.tokens = state.tokens();
    this.targets = state.targets();
    this.memory = state.memory();
    this.fastPath = new FastPath(settings, ports.cache(), targets.accepted());
    this.admission = new Admission(settings, ports.cache(), state, fastPath);
    var resolver = new Resolver(settings.secretSelector(), settings.calls().maxPayload());
    this.preparation = new Preparation(ports.cache(), ports.live(), resolver, state);
    this.need = new Need(settings, state.targets(), state.memory());
    this.push = new Push(settings, ports, state);
    this.failures = new Failures(state.memory(), state.gates(), ports.random());
    this.endings = new Endings(ports.clock(), admission, state.targets().inDoubt());
  }

  /// Who may save to the target now, as the caches and this process know it.
  public Optional<Candidate> owner(Target target) {
    return admission.owner(target, clock.now());
  }

  /// Whose status keeps what the next process has to know of the target.
  public Optional<Candidate> keeper(Target target) {
    return admission.keeper(target, clock.now());
  }

  /// Brings the organization up to date with the resource, or says what is in the way.
  ///
  /// @param held collects the targets whose lock it has held: others may have had to wait for it
  public SyncRun run(Candidate cached, Set<Target> held) {
    var resource = cached;
    boolean isLarge = memory.of(cached.id().uid()).isLarge();
    while (true) {
      switch (admission.check(resource, clock.now())) {
        case Admission.Verdict.Stopped(var outcome, var due) -> {
          return endings.stopped(resource, outcome, due);
        }
        case Admission.Verdict.Admitted(var job) -> {
          switch (withSlot(job, isLarge, held)) {
            case Worked.Ended(var run) -> {
              return run;
            }
            case Worked.Newer(var live) -> resource = live;
            case Worked.NeedsSlot() -> {
              isLarge = true;
              memory.update(resource.id().uid(), m -> m.large(true));
            }
          }
        }
      }
    }
  }

  private sealed interface Worked {

    record Ended(SyncRun run) implements Worked {}

    record Newer(Candidate live) implements Worked {}

    record NeedsSlot() implements Worked {}
  }

  /// A large payload waits for its slot before it takes anything that others wait for, too.
  private Worked withSlot(Job job, boolean isLarge, Set<Target> held) {
    if (!isLarge) {
      return work(job, false, held);
    }
    try (var _ = largeSlots.acquire(job.resource().id().namespace())) {
      return work(job, true, held);
    }
  }

  private Worked work(Job admitted, boolean hasSlot, Set<Target> held) {
    var resource = admitted.resource();
    try (var _ = permits.acquire(admitted.endpoint(), resource.id().namespace())) {
      if (!awaitTurn(admitted)) {
        return notNow(resource);
      }
      var lock = targets.locks().tryLock(admitted.target(), resource.id().uid());
      if (lock.isEmpty()) {
        return notNow(resource);
      }
      held.add(admitted.target());
      try (var _ = lock.get()) {
        // waiting may have taken a while
        return switch (admission.check(resource, clock.now())) {
          case Admission.Verdict.Stopped(var outcome, var due) ->
              new Worked.Ended(endings.stopped(resource, outcome, due));
          case Admission.Verdict.Admitted(var job) -> guarded(job, hasSlot);
        };
      }
    }
  }

  /// The rate of an endpoint is for all namespaces in turns, too: one at a time waits for it.
  private boolean awaitTurn(Job job) {
    try (var _ = turns.acquire(job.endpoint(), job.resource().id().namespace())) {
      return ports.saves().awaitTurn(job.endpoint());
    }
  }

  private Worked notNow(Candidate resource) {
    return new Worked.Ended(
        endings.stopped(resource, new Unchanged(Because.NOT_YET), Optional.of(soon())));
  }

  /// Whatever happens, the attempt is remembered: else its resource would always be the next.
  private Worked guarded(Job job, boolean hasSlot) {
    try {
      return attempt(job, hasSlot);
    } catch (RuntimeException | Error e) {
      remember(job, Step.End.with(new Unchanged(Because.NOT_YET)));
      throw e;
    }
  }

  private Worked attempt(Job job, boolean hasSlot) {
    if (job.resource().openSyncRequest().isPresent()) {
      job.credentialRef().ifPresent(tokens::refresh);
    }
    boolean tokenIsOld = true;
    var fetched = Optional.<HeldToken>empty();
    for (int reads = 0; reads < MAX_READS && !ports.stop().isStopping(); reads++) {
      switch (ready(job, hasSlot)) {
        case Step.Newer<Prepared>(var live) -> {
          return new Worked.Newer(live);
        }
        case Step.End<Prepared> end -> {
          return ended(job, end);
        }
        case Step.NeedsSlot<Prepared> _ -> {
          return new Worked.NeedsSlot();
        }
        case Step.On<Prepared>(var prepared) when prepared.isLarge() && !hasSlot -> {
          return new Worked.NeedsSlot();
        }
        case Step.On<Prepared>(var prepared) -> {
          memory.update(job.resource().id().uid(), m -> m.large(prepared.isLarge()));
          switch (push.push(prepared, fetched, tokenIsOld)) {
            case Push.Pushed.ReadAgain(var token) -> {
              // what follows a refused token is a request of its own
              if (token.isEmpty() && !awaitTurn(job)) {
                return ended(job, Step.End.with(new Unchanged(Because.NOT_YET)));
              }
              tokenIsOld = false;
              fetched = token;
            }
            case Push.Pushed.NotAllowed() -> {
              return ended(job, Step.End.with(new Unchanged(Because.NOT_YET)));
            }
            case Push.Pushed.Accepted(var receipt) -> {
              return ended(prepared.job(), saved(prepared, receipt), prepared.proof().expiry());
            }
            case Push.Pushed.NotAccepted(var failed) -> {
              return ended(prepared.job(), notSaved(prepared, failed), prepared.proof().expiry());
            }
          }
        }
      }
    }
    return ended(job, Step.End.with(new Unchanged(Because.NOT_YET)));
  }

  private Step<Prepared> ready(Job job, boolean hasSlot) {
    return switch (preparation.prepare(job, hasSlot, clock.now())) {
      case Step.End<Prepared>(ReadFailed _, _) ->
          failures.notRead(job, clock.now().steady(), isInForce(job, job.cached()));
      case Step.End<Prepared> end -> end;
      case Step.Newer<Prepared> newer -> newer;
      case Step.NeedsSlot<Prepared> large -> large;
      case Step.On<Prepared>(var prepared) -> need.check(prepared, clock.now());
    };
  }

  private Step.End<Prepared> saved(Prepared prepared, SaveReceipt receipt) {
    var resource = prepared.job().resource();
    memory.update(resource.id().uid(), m -> m.inForce(resource.spec()));
    return Step.End.with(new Saved(receipt));
  }

  private Step.End<Prepared> notSaved(Prepared prepared, Failures.Failed failed) {
    var end = failures.notSaved(prepared, failed, isInForce(prepared.job(), prepared.secrets()));
    if (end.outcome() instanceof NotSaved) {
      targets.accepted().refused(prepared.job().target(), prepared.save());
    }
    return end;
  }

  /// Whether the set was only to be saved once more, and otherwise is what was saved.
  private boolean isInForce(Job job, SecretVersions secrets) {
    return fastPath.isInForce(job.resource(), job.target(), secrets);
  }

  private Worked ended(Job job, Step.End<Prepared> end) {
    return ended(job, end, Optional.empty());
  }

  private Worked ended(Job job, Step.End<Prepared> end, Optional<Instant> tokenExpiry) {
    return new Worked.Ended(endings.attempted(job, remember(job, end), tokenExpiry));
  }

  /// An attempt that was not accepted names the time of the next one, and lets others go first.
  private Step.End<Prepared> remember(Job job, Step.End<Prepared> end) {
    var now = clock.now().steady();
    var resource = job.resource();
    if (end.outcome() instanceof Saved || end.outcome() instanceof Confirmed) {
      memory.update(resource.id().uid(), m -> m.ended(now, Optional.empty()));
      return end;
    }
    targets.attempts().unaccepted(job.target(), resource.id());
    var standing = end.outcome() instanceof Deferred(var earlier) ? earlier : end.outcome();
    var retryAt = end.due().orElseGet(() -> isUnresolved(end) ? now.plus(UNRESOLVED) : soon());
    // what changed during the attempt may or may not have been seen by it
    var attempt =
        Optional.of(Unaccepted.of(resource, job.cached(), standing, retryAt))
            .filter(_ -> admission.cached(resource).equals(job.cached()));
    memory.update(resource.id().uid(), m -> m.ended(now, attempt));
    return new Step.End<>(end.outcome(), isUnresolved(end) ? end.due() : Optional.of(retryAt));
  }

  private static boolean isUnresolved(Step.End<Prepared> end) {
    return end.outcome() instanceof SyncOutcome.Unresolved;
  }

  private Instant soon() {
    return clock.now().steady().plus(Due.SOON);
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    memory.forget(uid);
  }

  /// Forgets what no cached resource refers to any more.
  public void forgetUnreferenced() {
    var uids = new HashSet<String>();
    var named = new HashSet<Target>();
    var credentials = new HashSet<CredentialRef>();
    var gates = new HashSet<Gates.Key>();
    for (var resource : ports.cache().all()) {
      uids.add(resource.id().uid());
      admission
          .jobOf(resource)
          .ifPresent(
              job -> {
                named.add(job.target());
                gates.add(job.gate());
                job.credentialRef().ifPresent(credentials::add);
              });
    }
    Moment now = clock.now();
    memory.retain(uids);
    targets.retain(named, now.steady());
    tokens.retain(credentials);
    state.gates().retain(gates);
  }

  /// How many entries each kind of memory has.
  public Map<String, Integer> sizes() {
    var sizes = new LinkedHashMap<String, Integer>();
    sizes.put("resources", memory.size());
    sizes.put("accepted_saves", targets.accepted().size());
    sizes.put("attempts", targets.attempts().size());
    sizes.put("in_doubt", targets.inDoubt().size());
    sizes.put("confirmations", targets.inDoubt().confirmations());
    sizes.put("tokens", tokens.size());
    sizes.put("token_refreshes", tokens.refreshes());
    sizes.put("rate_limits", state.gates().size());
    return sizes;
  }
}
