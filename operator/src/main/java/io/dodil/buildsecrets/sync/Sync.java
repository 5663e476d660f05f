package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.ownership.TargetLocks;
import io.dodil.buildsecrets.resolve.Resolver;
import io.dodil.buildsecrets.sync.StageResult.Continue;
import io.dodil.buildsecrets.sync.StageResult.Done;
import io.dodil.buildsecrets.sync.StageResult.From;
import io.dodil.buildsecrets.sync.StageResult.Restart;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.checks.Blocked;
import io.dodil.buildsecrets.sync.checks.Preconditions;
import io.dodil.buildsecrets.sync.checks.Preconditions.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One reconciliation of a resource:
///
/// ```
/// preconditions -> slot* -> permit -> rate -> lock -> preconditions -> attempt
///   ^                                                                    |
///   `----------------- a newer spec, or a slot is needed ----------------'
///
/// attempt: read live -> resolve -> decide -> authenticate -> save
///            ^                                   |             |
///            `------ a token took its time ------'- is refused '
/// ```
///
/// *) if the resource is known to be large.
///
/// All or nothing: whatever is in the way, nothing is sent and the outcome says what it was.
public final class Sync {

  /// A credential that is rotated while its token is being fetched makes one read more.
  private static final int MAX_READS = 5;

  private final SyncPorts ports;
  private final TimeSource clock;
  private final Tokens tokens;
  private final ResourceStates resourceStates;
  private final Preconditions preconditions;
  private final Limits limits;
  private final TargetLocks locks;
  private final Preparation preparation;
  private final SaveDecision decision;
  private final Authenticator authenticator;
  private final Saver saver;
  private final Completion completion;
  private final StateCleanup cleanup;

  /// With the settings of the operator, the world, and what is remembered of it.
  public Sync(Settings settings, SyncPorts ports, SyncState state) {
    this.ports = ports;
    this.clock = ports.clock();
    this.tokens = state.tokens();
    this.resourceStates = state.resourceStates();
    this.preconditions = new Preconditions(settings, ports.cache(), state);
    this.limits = new Limits(settings, ports.saves());
    this.locks = state.targets().locks();
    var failures = new Failures(state, preconditions, ports.random());
    var resolver = new Resolver(settings.secretSelector(), settings.calls().maxPayload());
    this.preparation = new Preparation(ports, resolver, state, failures);
    this.decision = new SaveDecision(settings, state.targets(), state.resourceStates());
    this.authenticator = new Authenticator(settings, ports, state.tokens(), failures);
    this.saver = new Saver(ports, state, failures);
    this.completion = new Completion(ports.clock(), ports.cache(), preconditions, state);
    this.cleanup = new StateCleanup(settings, state);
  }

  /// Who may save to the target now, as the caches and this process know it.
  public Optional<Resource> owner(Target target) {
    return preconditions.owner(target, clock.now());
  }

  /// Whose status keeps what the next process has to know of the target.
  public Optional<Resource> keeper(Target target) {
    return preconditions.keeper(target, clock.now());
  }

  /// Whether the resource owns its target and nothing is left to do, as far as is known without a
  /// call.
  public boolean isUpToDate(Resource resource) {
    return preconditions.check(resource, clock.now()) instanceof Verdict.Failed(Blocked.UpToDate _);
  }

  /// Brings the organization up to date with the resource, or says what is in the way.
  ///
  /// @param held collects the targets whose lock it has held: others may have had to wait for it
  public SyncResult attempt(Resource cached, Set<Target> held) {
    var resource = cached;
    boolean isLarge = resourceStates.of(cached.id().uid()).isLarge();
    while (true) {
      switch (pass(resource, isLarge, held)) {
        case Pass.Ended(var result) -> {
          return result;
        }
        case Pass.Again(From.Preconditions(var live)) -> resource = live;
        case Pass.Again(From.Slot()) -> {
          isLarge = true;
          resourceStates.update(resource.id().uid(), m -> m.large(true));
        }
        case Pass.Again(From.Reading(_)) -> {}
      }
    }
  }

  /// What one pass through the stages comes to.
  private sealed interface Pass {

    record Ended(SyncResult result) implements Pass {}

    record Again(From from) implements Pass {}
  }

  /// preconditions -> slot
  private Pass pass(Resource resource, boolean isLarge, Set<Target> held) {
    return switch (preconditions.check(resource, clock.now())) {
      case Verdict.Failed(var blocked) -> new Pass.Ended(completion.blocked(resource, blocked));
      case Verdict.Passed(var task) when isLarge -> {
        try (var _ = limits.slot(task)) {
          yield limited(task, true, held);
        }
      }
      case Verdict.Passed(var task) -> limited(task, false, held);
    };
  }

  /// permit -> rate -> lock -> preconditions
  private Pass limited(SyncTask checked, boolean hasSlot, Set<Target> held) {
    var resource = checked.resource();
    try (var _ = limits.permit(checked)) {
      var lock =
          limits.awaitRate(checked)
              ? locks.tryLock(checked.target(), resource.id().uid())
              : Optional.<TargetLocks.Held>empty();
      if (lock.isEmpty()) {
        return new Pass.Ended(completion.notYet(resource));
      }
      held.add(checked.target());
      try (var _ = lock.get()) {
        // waiting may have taken a while
        return switch (preconditions.check(resource, clock.now())) {
          case Verdict.Failed(var blocked) -> new Pass.Ended(completion.blocked(resource, blocked));
          case Verdict.Passed(var task) -> guarded(task, hasSlot);
        };
      }
    }
  }

  /// Whatever happens, the attempt is remembered: else its resource would always be the next.
  private Pass guarded(SyncTask task, boolean hasSlot) {
    try {
      return attempt(task, hasSlot);
    } catch (RuntimeException | Error e) {
      completion.remember(task, notYet());
      throw e;
    }
  }

  /// prepare -> send, and again while tokens are fetched
  private Pass attempt(SyncTask task, boolean hasSlot) {
    if (task.resource().openSyncRequest().isPresent()) {
      task.credentialRef().ifPresent(tokens::refresh);
    }
    var fetched = Optional.<HeldToken>empty();
    for (int reads = 0; reads < MAX_READS && !ports.stop().isStopping(); reads++) {
      switch (prepare(task, hasSlot)) {
        case Done<PreparedSave> end -> {
          return ended(task, end, Optional.empty());
        }
        case Restart<PreparedSave>(var from) -> {
          return new Pass.Again(from);
        }
        case Continue<PreparedSave>(var prepared) -> {
          switch (send(prepared, fetched, reads == 0)) {
            case Continue<Saved>(var saved) -> {
              return ended(prepared.task(), Done.with(saved), prepared.proof().expiry());
            }
            case Done<Saved> end -> {
              return ended(prepared.task(), end, prepared.proof().expiry());
            }
            case Restart<Saved>(From.Reading(var token)) -> {
              // what follows a refused token is a request of its own
              if (token.isEmpty() && !limits.awaitRate(task)) {
                return ended(task, notYet(), Optional.empty());
              }
              fetched = token;
            }
            case Restart<Saved>(var from) -> {
              return new Pass.Again(from);
            }
          }
        }
      }
    }
    return ended(task, notYet(), Optional.empty());
  }

  /// read live -> resolve -> decide
  private StageResult<PreparedSave> prepare(SyncTask task, boolean hasSlot) {
    return preparation
        .prepare(task, hasSlot)
        .then(prepared -> decision.decide(prepared, clock.now()))
        .then(prepared -> inSlot(prepared, hasSlot));
  }

  private StageResult<PreparedSave> inSlot(PreparedSave prepared, boolean hasSlot) {
    if (prepared.isLarge() && !hasSlot) {
      return new Restart<>(new From.Slot());
    }
    var uid = prepared.task().resource().id().uid();
    resourceStates.update(uid, m -> m.large(prepared.isLarge()));
    return new Continue<>(prepared);
  }

  /// authenticate -> save
  private StageResult<Saved> send(
      PreparedSave prepared, Optional<HeldToken> fetched, boolean mayRefresh) {
    return authenticator.authenticate(prepared, fetched, mayRefresh).then(saver::save);
  }

  private Pass ended(SyncTask task, Done<?> end, Optional<Instant> tokenExpiry) {
    return new Pass.Ended(completion.attempted(task, end, tokenExpiry));
  }

  private static Done<?> notYet() {
    return Done.with(new Unchanged(Because.DEFERRED));
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    resourceStates.forget(uid);
  }

  /// Forgets what no cached resource refers to any more.
  public void forgetUnreferenced() {
    cleanup.retain(ports.cache().all(), clock.now());
  }

  /// How many entries each kind of memory has.
  public Map<String, Integer> sizes() {
    return cleanup.sizes();
  }
}
