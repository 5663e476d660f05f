package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.status.NextStatus;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.Due;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.TargetState;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From an event to a status: resource -> value -> run -> next status -> patch. Every run returns
/// the earliest time to look again, since JOSDK cancels the timer of the run before.
@ControllerConfiguration(name = BuildSecretsReconciler.NAME)
final class BuildSecretsReconciler implements Reconciler<BuildSecrets> {

  static final String NAME = "buildsecrets";

  private static final Logger log = LoggerFactory.getLogger(BuildSecretsReconciler.class);

  private static final Duration UNTIL_SYNCED = Duration.ofMillis(250);
  private static final Duration LONGEST_WRITE_RETRY = Duration.ofMinutes(1);

  private final Settings settings;
  private final Clients clients;
  private final SyncFactory factory;
  private final Memory memory;
  private final InFlight inFlight;
  private final RunObserver observer;
  private final Clock clock;
  private final TargetState targets;
  private final NextStatus nextStatus;
  private final StatusLedger ledger = new StatusLedger();
  private final StatusWriter writer;
  private volatile BooleanSupplier synced = () -> false;
  private volatile @Nullable Sync sync;
  private volatile Function<Target, Optional<Candidate>> owners = _ -> Optional.empty();
  private volatile Consumer<ResourceId> wake = _ -> {};

  BuildSecretsReconciler(Settings settings, Clients clients, Shell shell) {
    this.settings = settings;
    this.clients = clients;
    this.factory = shell.factory();
    this.memory = shell.memory();
    this.inFlight = shell.inFlight();
    this.observer = shell.observer();
    this.clock = shell.clock();
    this.targets = shell.targets();
    this.nextStatus = new NextStatus(settings.progressDeadline());
    this.writer = new StatusWriter(clients.full());
  }

  /// Nothing is decided before every watch has synced: half a cache knows half the owners.
  void decideOnlyWhen(BooleanSupplier allSynced) {
    synced = allSynced;
  }

  @Override
  public List<EventSource<?, BuildSecrets>> prepareEventSources(
      EventSourceContext<BuildSecrets> context) {
    var cache =
        new ResourceCache(context.getPrimaryCache(), clients, settings, targets.claims(), ledger);
    var wakeUps = new WakeUps(r -> cache.ownerOfTargetOf(r).map(Candidate::id), this::forget);
    owners = cache::ownerOf;
    wake = wakeUps::wake;
    sync = factory.create(cache, new ClusterReads(clients.full()), wakeUps::wake);
    return List.of(cache.secrets(), wakeUps);
  }

  private void forget(String uid) {
    ledger.forget(uid);
    memory.forget(uid);
    targets.claims().forget(uid);
    observer.forget(uid);
  }

  @Override
  public UpdateControl<BuildSecrets> reconcile(
      BuildSecrets resource, Context<BuildSecrets> context) {
    var core = sync;
    var candidate = Resources.candidate(resource);
    if (candidate.isEmpty() || candidate.get().deleting()) {
      return UpdateControl.noUpdate();
    }
    if (core == null || !synced.getAsBoolean()) {
      return UpdateControl.<BuildSecrets>noUpdate().rescheduleAfter(UNTIL_SYNCED);
    }
    if (!inFlight.begin()) {
      return UpdateControl.noUpdate();
    }
    try {
      return comeBack(run(core, candidate.get()));
    } catch (RuntimeException e) {
      throw failed(candidate.get(), e);
    } finally {
      inFlight.end();
    }
  }

  private static RunFailed failed(Candidate resource, RuntimeException e) {
    var failed = new RunFailed(e);
    log.atError()
        .addKeyValue("namespace", resource.id().namespace())
        .addKeyValue("name", resource.id().name())
        .addKeyValue("reason", failed.summary())
        .log("a run failed unexpectedly, will try again");
    return failed;
  }

  private Optional<Duration> run(Sync core, Candidate cached) {
    var known = ledger.overlay(cached);
    var run = core.run(known);
    var now = clock.now().wall();
    var next = nextStatus.after(known.status(), run, now);
    observer.ended(run, known.status(), next);
    var retry = write(cached, next);
    if (run.givesWay(next)) {
      giveWay(run);
    }
    var due = Due.after(run, next, settings, now).map(at -> until(at, now));
    return retry.isPresent() && (due.isEmpty() || retry.get().compareTo(due.get()) < 0)
        ? retry
        : due;
  }

  /// When no run is under way any more: writes down what the next process has to know.
  ///
  /// @return whether everything it has to know is written
  boolean handOver() {
    var now = clock.now();
    boolean remembered = !targets.unsettled().isTakingOver(now.steady());
    for (var target : targets.unsettled().targets()) {
      remembered &= owners.apply(target).filter(owner -> remember(owner, target, now)).isPresent();
    }
    return remembered && ledger.isWritten();
  }

  private boolean remember(Candidate owner, Target target, Moment now) {
    var until = targets.unsettled().until(target).map(now::onWallSeconds).orElse(null);
    return write(owner, owner.status().withUnsettledUntil(until)).isEmpty();
  }

  private void giveWay(SyncRun run) {
    var target = run.target().orElseThrow();
    targets.claims().giveWay(run.resource(), target, run.cached());
    owners
        .apply(target)
        .map(Candidate::id)
        .filter(owner -> !owner.equals(run.resource().id()))
        .ifPresent(wake);
  }

  /// When to try the write again, if it failed.
  private Optional<Duration> write(Candidate cached, BuildSecretsStatus next) {
    var uid = cached.id().uid();
    if (!ledger.differs(uid, next, cached.status())) {
      return Optional.empty();
    }
    if (writer.write(cached.id(), next)) {
      ledger.written(uid, next);
      return Optional.empty();
    }
    int failures = ledger.notWritten(uid, next);
    var wait = Duration.ofSeconds(1L << Math.min(failures - 1, 6));
    return Optional.of(wait.compareTo(LONGEST_WRITE_RETRY) > 0 ? LONGEST_WRITE_RETRY : wait);
  }

  private static Duration until(Instant at, Instant now) {
    var wait = Duration.between(now, at);
    return wait.isPositive() ? wait : Duration.ofMillis(1);
  }

  private static UpdateControl<BuildSecrets> comeBack(Optional<Duration> after) {
    var control = UpdateControl.<BuildSecrets>noUpdate();
    return after.map(control::rescheduleAfter).orElse(control);
  }
}
