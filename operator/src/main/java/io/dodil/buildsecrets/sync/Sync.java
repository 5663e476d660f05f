package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.resolve.Resolver;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.TargetLocks;
import java.time.Instant;
import java.util.Optional;

/// One run of a resource:
///
/// ```
/// admission -> permit -> lock -> owner still? -> read live -> resolve -> needed? -> token -> save
///     ^                                             |  ^                              |
///     `------------- a newer spec ------------------'  `--- a token was fetched ------'
/// ```
///
/// All or nothing: whatever is in the way, nothing is sent and the outcome says what it was.
public final class Sync {

  /// A credential that is rotated while its token is being fetched makes one read more.
  private static final int MAX_READS = 5;

  private final Clock clock;
  private final SaveEndpoint saves;
  private final Permits permits;
  private final Tokens tokens;
  private final TargetLocks locks;
  private final Memory memory;
  private final Admission admission;
  private final Preparation preparation;
  private final LargeSets largeSets = new LargeSets();
  private final Need need;
  private final Push push;
  private final Failures failures;
  private final FastPath fastPath;
  private final Endings endings;

  /// With the settings of the operator, the world, and what is remembered of it.
  public Sync(Settings settings, SyncPorts ports, SyncState state) {
    this.clock = ports.clock();
    this.saves = ports.saves();
    this.permits = new Permits(settings.calls().maxConcurrent());
    this.tokens = state.tokens();
    this.locks = state.locks();
    this.memory = state.memory();
    this.admission = new Admission(settings, ports.cache(), state);
    var resolver = new Resolver(settings.secretSelector(), settings.calls().maxPayload());
    this.preparation = new Preparation(ports.live(), resolver, state);
    this.need = new Need(settings, state.targets(), state.memory());
    this.push = new Push(settings, ports, state);
    this.failures = new Failures(state.memory(), state.gates(), ports.random());
    this.fastPath = new FastPath(settings);
    this.endings = new Endings(ports.clock(), admission, state.targets().unsettled());
  }

  /// Brings the organization up to date with the resource, or says what is in the way.
  public SyncRun run(Candidate cached) {
    try (var turn = largeSets.turn()) {
      return run(cached, turn)
          .orElseGet(
              () -> {
                turn.await();
                return run(cached, turn).orElseThrow();
              });
    }
  }

  /// Empty when it has to wait for its turn, holding nothing, and to begin again then.
  private Optional<SyncRun> run(Candidate cached, LargeSets.Turn turn) {
    var resource = cached;
    while (true) {
      switch (admission.check(resource, clock.now())) {
        case Admission.Verdict.Stopped(var outcome, var due) -> {
          return Optional.of(endings.stopped(resource, outcome, due));
        }
        case Admission.Verdict.Admitted(var job) -> {
          switch (work(job, turn)) {
            case Worked.Ended(var run) -> {
              return Optional.of(run);
            }
            case Worked.Newer(var live) -> resource = live;
            case Worked.Waits() -> {
              return Optional.empty();
            }
          }
        }
      }
    }
  }

  private sealed interface Worked {

    record Ended(SyncRun run) implements Worked {}

    record Newer(Candidate live) implements Worked {}

    record Waits() implements Worked {}
  }

  private Worked work(Job job, LargeSets.Turn turn) {
    try (var _ = permits.acquire(job.endpoint())) {
      if (!saves.awaitTurn(job.endpoint())) {
        return ended(job, Step.End.with(new Unchanged(Because.NOT_YET)));
      }
      var lock = locks.tryLock(job.target(), job.resource().id());
      if (lock.isEmpty()) {
        return ended(job, Step.End.with(new Unchanged(Because.NOT_YET)));
      }
      try (var _ = lock.get()) {
        return admission
            .denial(job)
            .map(denial -> ended(job, Step.End.with(new Denied(denial))))
            .orElseGet(() -> attempt(job, turn));
      }
    }
  }

  private Worked attempt(Job job, LargeSets.Turn turn) {
    if (job.resource().openSyncRequest().isPresent()) {
      job.credentialRef().ifPresent(tokens::refresh);
    }
    boolean tokenIsOld = true;
    for (int reads = 0; reads < MAX_READS; reads++) {
      switch (ready(job)) {
        case Step.Newer<Prepared>(var live) -> {
          return new Worked.Newer(live);
        }
        case Step.End<Prepared> end -> {
          return ended(job, end);
        }
        case Step.On<Prepared>(var prepared) when !turn.admits(prepared.body().size()) -> {
          return new Worked.Waits();
        }
        case Step.On<Prepared>(var prepared) -> {
          switch (push.push(prepared, tokenIsOld)) {
            case Push.Pushed.ReadAgain() -> tokenIsOld = false;
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
    var later = clock.now().steady().plus(Endings.SOON);
    return ended(job, new Step.End<>(new Unchanged(Because.NOT_YET), Optional.of(later)));
  }

  private Step<Prepared> ready(Job job) {
    return switch (preparation.prepare(job, clock.now())) {
      case Step.End<Prepared>(ReadFailed _, _) -> notRead(job);
      case Step.End<Prepared> end -> end;
      case Step.Newer<Prepared> newer -> newer;
      case Step.On<Prepared>(var prepared) -> need.check(prepared, clock.now());
    };
  }

  private Step.End<Prepared> saved(Prepared prepared, SaveReceipt receipt) {
    var resource = prepared.job().resource();
    memory.update(
        resource.id().uid(), m -> m.inForce(resource.spec()).afterCall(clock.now().steady()));
    return Step.End.with(new Saved(receipt));
  }

  private Step.End<Prepared> notSaved(Prepared prepared, Failures.Failed failed) {
    var resource = prepared.job().resource();
    memory.update(resource.id().uid(), m -> m.afterCall(failed.at()));
    return failures.notSaved(prepared, failed, isInForce(prepared.job(), prepared.secrets()));
  }

  private Step.End<Prepared> notRead(Job job) {
    return failures.notRead(job, clock.now().steady(), isInForce(job, job.cached()));
  }

  /// Whether the set was only to be saved once more, and otherwise is what was saved.
  private boolean isInForce(Job job, SecretVersions secrets) {
    return fastPath.isInForce(job.resource(), job.target(), secrets);
  }

  private Worked ended(Job job, Step.End<Prepared> end) {
    return ended(job, end, Optional.empty());
  }

  private Worked ended(Job job, Step.End<Prepared> end, Optional<Instant> tokenExpiry) {
    return new Worked.Ended(endings.ended(job, end, tokenExpiry));
  }
}
