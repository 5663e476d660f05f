package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.controller.StatusLedger.Shown;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.status.NextStatus;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.Due;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.LiveState.ResourceRead;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.InDoubtRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A run and all that follows from it: the status that is written, who tries next, when to look
/// again. At most one run of a namespace and name is under way. Knows neither JOSDK nor a client.
public final class Upkeep {

  private final Settings settings;
  private final Sync sync;
  private final StatusLedger ledger;
  private final InDoubtRequests inDoubt;
  private final CachedState cache;
  private final LiveState live;
  private final Around around;
  private final Clock clock;
  private final NextStatus nextStatus;
  private volatile @Nullable Instant firstRun;

  /// uid -> what another process recorded in its status
  private final Map<String, InDoubt> learned = new ConcurrentHashMap<>();

  private final NamesUnderWay underWay = new NamesUnderWay();
  private final Errors errors = new Errors();

  /// What a run has effects on.
  public record Around(Waker waker, StatusWrites writes, RunObserver observer) {}

  /// Lets resources be looked at again.
  public interface Waker {

    void wake(ResourceId resource);

    /// Wakes it after that time at the latest.
    void wakeIn(ResourceId resource, Duration time);
  }

  /// Where statuses are written to.
  public interface StatusWrites {

    Written write(ResourceId id, BuildSecretsStatus status);
  }

  /// What became of a write.
  public sealed interface Written {

    /// The cluster knows the status.
    ///
    /// @param uid of the resource that it was written to
    record To(String uid) implements Written {}

    /// There is no resource of that name any more.
    record Gone() implements Written {}

    /// The cluster may or may not know it.
    record Failed() implements Written {}
  }

  /// Wires the core on one cluster.
  ///
  /// @param ports whose cache shows the cluster as the watches do
  /// @param state of this process
  public Upkeep(Settings settings, SyncPorts ports, SyncState state, Around around) {
    this.settings = settings;
    this.clock = ports.clock();
    this.ledger = new StatusLedger();
    this.cache = new KnownState(ports.cache(), ledger, clock.wall());
    this.live = ports.live();
    this.sync = new Sync(settings, ports.with(cache), state);
    this.inDoubt = state.targets().inDoubt();
    this.around = around;
    this.nextStatus = new NextStatus(settings.progressDeadline());
  }

  /// One run.
  ///
  /// @param cached as the watch shows it
  /// @return when to look again; empty when the resource is gone, or when another run of that name
  ///   is under way, at whose end this one is woken
  public Optional<Duration> run(Candidate cached) {
    var id = cached.id();
    if (firstRun == null) {
      firstRun = clock.now().wall();
    }
    if (!underWay.begin(id.path())) {
      return Optional.empty();
    }
    try {
      var due = dueAfter(cached);
      if (isCurrent(id)) {
        return Optional.of(due);
      }
      // it went meanwhile, and its successor has a timer of its own
      forget(id);
      return Optional.empty();
    } finally {
      if (underWay.end(id.path())) {
        around.waker.wake(id);
      }
    }
  }

  /// Whatever happens, there is a next time.
  private Duration dueAfter(Candidate cached) {
    var uid = cached.id().uid();
    var held = new HashSet<Target>();
    try {
      var due = runAlone(cached, held);
      errors.forget(uid);
      return due;
    } catch (RuntimeException | Error e) {
      around.observer.unexpected(cached.id(), e);
      return errors.delay(uid);
    } finally {
      wakeNext(cached.id(), held);
    }
  }

  private Duration runAlone(Candidate cached, Set<Target> held) {
    around.observer.began(cached.id());
    var begin = clock.now();
    var shown = observe(cached, begin);
    var run = sync.run(ledger.overlay(cached, begin.wall()), held);
    var next = next(run);
    var newer = newerStatus(cached, run, next);
    if (newer.isPresent()) {
      observe(newer.get(), clock.now());
      run = sync.run(known(newer.get()), held);
      next = next(run);
    }
    ledger.read(run.resource(), cached);
    around.observer.ended(run, run.resource().status(), next);
    var retry = write(newer.orElse(cached), next, shown == Shown.FOREIGN);
    if (run.outcome() instanceof SyncOutcome.Saved(var receipt)) {
      wakeFormerOwners(receipt.target(), receipt.resource());
    }
    var now = clock.now();
    var due = until(Due.after(run, next, settings, now.wall()), now.wall());
    return Stream.of(retry, ledger.decidedIn(cached.id().uid(), now.steady()))
        .flatMap(Optional::stream)
        .reduce(due, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }

  private BuildSecretsStatus next(SyncRun run) {
    return nextStatus.after(run.resource().status(), run, clock.now().wall());
  }

  /// The watch may be behind what another process wrote before this one began, and a status that is
  /// written without that would remove it. An attempt has seen it, since it reads the resource.
  private Optional<Candidate> newerStatus(Candidate cached, SyncRun run, BuildSecretsStatus next) {
    var uid = cached.id().uid();
    boolean writes =
        !run.attempted()
            && !isNew(cached)
            && !ledger.hasWritten(uid)
            && ledger.differs(uid, next, cached.status());
    return writes && live.read(cached.id()) instanceof ResourceRead.Found(var found)
        ? Optional.of(found)
            .filter(f -> f.id().equals(cached.id()))
            .filter(f -> !f.status().equals(cached.status()))
        : Optional.empty();
  }

  /// Whether no process but this one can have written its status: a standby makes its first run
  /// when it begins to lead.
  private boolean isNew(Candidate resource) {
    var begun = firstRun;
    return begun != null && resource.created().isAfter(begun);
  }

  /// Whoever may save to a target now that its lock is released is woken, and no other resource.
  private void wakeNext(ResourceId id, Set<Target> released) {
    try {
      released.stream()
          .flatMap(target -> sync.owner(target).stream())
          .map(Candidate::id)
          .filter(owner -> !owner.equals(id))
          .forEach(around.waker::wake);
    } catch (RuntimeException | Error e) {
      // those who wait look again by themselves
      around.observer.unexpected(id, e);
    }
  }

  /// Who saved the target before does not own it any more, and its status has to say so.
  private void wakeFormerOwners(Target target, ResourceId owner) {
    cache.candidates(target).stream()
        .filter(c -> !c.id().equals(owner) && c.lastSaveTo(target).isPresent())
        .filter(c -> c.status().isTrue(ConditionType.READY))
        .map(Candidate::id)
        .forEach(around.waker::wake);
  }

  /// The watch has shown another status of a resource.
  ///
  /// @return whether the resource has to be looked at: somebody else wrote it
  public boolean statusShown(Candidate cached) {
    var now = clock.now();
    return switch (observe(cached, now)) {
      case OURS -> adopt(cached);
      case FOREIGN -> true;
      case UNDECIDED -> {
        around.waker.wakeIn(cached.id(), StatusLedger.SHOWN_WITHIN);
        yield false;
      }
    };
  }

  /// Another process wrote the status, which this one goes on with. If that one has saved, another
  /// resource may not own the target any more.
  ///
  /// @return whether it is so
  private boolean adopt(Candidate cached) {
    if (ledger.hasWritten(cached.id().uid())) {
      return false;
    }
    settings
        .target(cached.spec().endpoint(), cached.spec().organization())
        .filter(target -> cached.lastSaveTo(target).isPresent())
        .ifPresent(target -> wakeFormerOwners(target, cached.id()));
    return true;
  }

  /// The watch has shown a resource for the first time.
  public void created(Candidate cached) {
    observe(cached, clock.now());
  }

  /// What another process recorded of requests in doubt is taken into memory before anything is
  /// decided or written.
  private Shown observe(Candidate cached, Moment now) {
    var uid = cached.id().uid();
    var shown = ledger.shown(cached, now.steady());
    if (shown == Shown.FOREIGN || !ledger.hasWritten(uid)) {
      Optional.ofNullable(cached.status().inDoubtUntil())
          .ifPresentOrElse(record -> learn(uid, record, now), () -> withdraw(uid));
    }
    return shown;
  }

  /// Once: after a clock was set back, an old record would seem to be new again and again.
  private void learn(String uid, InDoubt record, Moment now) {
    if (!record.equals(learned.put(uid, record))) {
      inDoubt.learn(Candidate.inDoubtTarget(record), record.time(), now);
    }
  }

  /// The status that recorded it does not any more: another process has confirmed what the target
  /// holds, unless somebody else overwrote what this process has written.
  private void withdraw(String uid) {
    var record = learned.remove(uid);
    if (record != null && !ledger.hasWritten(uid)) {
      inDoubt.withdraw(Candidate.inDoubtTarget(record), record.time());
    }
  }

  /// The resources with what this process knows of them.
  public List<Candidate> resources() {
    return cache.all();
  }

  /// The resource with what this process knows of it.
  public Candidate known(Candidate cached) {
    return ledger.overlay(cached, clock.now().wall());
  }

  /// Who may save to the target now.
  public Optional<Candidate> owner(Target target) {
    return sync.owner(target);
  }

  /// A resource is gone for good.
  public void forget(ResourceId resource) {
    ledger.forget(resource.uid());
    learned.remove(resource.uid());
    sync.forget(resource.uid());
    errors.forget(resource.uid());
    around.observer.forget(resource);
  }

  /// Forgets what no cached resource refers to any more.
  public void forgetUnreferenced() {
    var uids = cache.all().stream().map(r -> r.id().uid()).collect(Collectors.toSet());
    ledger.retain(uids);
    learned.keySet().retainAll(uids);
    errors.retain(uids);
    sync.forgetUnreferenced();
  }

  /// How many entries each kind of memory has.
  public Map<String, Integer> sizes() {
    var sizes = new LinkedHashMap<>(sync.sizes());
    sizes.put("statuses", ledger.size());
    sizes.put("recorded_doubts", learned.size());
    sizes.put("errors", errors.size());
    return sizes;
  }

  /// When no run is under way any more: writes down what the next process has to know.
  ///
  /// @return whether everything it has to know is written
  public boolean handOver() {
    var now = clock.now();
    boolean recorded = !inDoubt.isTakingOver(now.steady());
    for (var target : inDoubt.targets()) {
      // without a resource there is nowhere to write it; when the doubt is over nothing is to tell
      recorded &=
          sync.keeper(target)
              .map(keeper -> record(keeper, target, now))
              .orElseGet(() -> inDoubt.isOver(target, now.steady()));
    }
    return recorded && ledger.isWritten();
  }

  private boolean record(Candidate keeper, Target target, Moment now) {
    var until = inDoubt.record(target, keeper.spec().endpoint(), now);
    return write(keeper, keeper.status().withInDoubtUntil(until.orElse(null)), false).isEmpty();
  }

  /// When to try the write again, if it failed or has to wait.
  private Optional<Duration> write(Candidate cached, BuildSecretsStatus next, boolean foreign) {
    var uid = cached.id().uid();
    var now = clock.now().steady();
    if (!isCurrent(cached.id())) {
      return Optional.empty();
    }
    if (!ledger.differs(uid, next, cached.status())) {
      return foreign ? repair(cached, next, now) : Optional.empty();
    }
    var backoff = ledger.backoff(uid, next, now);
    return backoff.isPresent() ? backoff : writeNow(cached.id(), next);
  }

  /// A status is never written to a resource that has the name of another one.
  private boolean isCurrent(ResourceId id) {
    return cache.resource(id).filter(shown -> shown.id().equals(id)).isPresent();
  }

  private Optional<Duration> repair(Candidate cached, BuildSecretsStatus next, Instant now) {
    var id = cached.id();
    var wait = ledger.repair(id.uid(), now);
    if (wait.isPositive()) {
      return Optional.of(wait);
    }
    around.observer.repaired(id, ledger.repaired(id.uid()));
    return writeNow(id, next);
  }

  private Optional<Duration> writeNow(ResourceId id, BuildSecretsStatus next) {
    var result = around.writes.write(id, next);
    around.observer.wrote(id, !(result instanceof Written.Failed));
    var now = clock.now().steady();
    return switch (result) {
      case Written.Failed() -> Optional.of(ledger.notWritten(id.uid(), next, now));
      case Written.Gone() -> Optional.empty();
      case Written.To(var uid) when uid.equals(id.uid()) -> {
        ledger.written(uid, next, now);
        yield Optional.empty();
      }
      // it was recreated a moment ago, and says now what is true of another one
      case Written.To(var other) -> {
        ledger.overwritten(other);
        around.waker.wake(id);
        yield Optional.empty();
      }
    };
  }

  private static Duration until(Instant at, Instant now) {
    var wait = Duration.between(now, at);
    return wait.isPositive() ? wait : Duration.ofMillis(1);
  }
}
