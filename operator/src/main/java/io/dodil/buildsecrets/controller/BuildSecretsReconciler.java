package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.target.Candidate;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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

  private final Settings settings;
  private final Clients clients;
  private final Shell shell;
  private volatile BooleanSupplier synced = () -> false;
  private volatile @Nullable Upkeep upkeep;
  private volatile @Nullable ResourceCache cache;
  private volatile @Nullable WakeUps wakeUps;

  BuildSecretsReconciler(Settings settings, Clients clients, Shell shell) {
    this.settings = settings;
    this.clients = clients;
    this.shell = shell;
  }

  /// Nothing is decided before every watch has synced: half a cache knows half the owners.
  void decideOnlyWhen(BooleanSupplier allSynced) {
    synced = allSynced;
  }

  @Override
  public List<EventSource<?, BuildSecrets>> prepareEventSources(
      EventSourceContext<BuildSecrets> context) {
    var known = new Upkeep.Known(shell.memory(), shell.targets(), new StatusLedger());
    var observer = shell.observer();
    var cache =
        new ResourceCache(context.getPrimaryCache(), clients, settings, known, observer::changed);
    var wakeUps = new WakeUps(r -> cache.ownerOfTargetOf(r).map(Candidate::id), new Told(observer));
    var sync = shell.factory().create(cache, new ClusterReads(clients.full()), wakeUps::wake);
    var writer = new StatusWriter(clients.full());
    upkeep =
        new Upkeep(
            settings,
            sync,
            known,
            new Upkeep.Around(
                cache::ownerOf,
                wakeUps::wake,
                (id, next) -> shell.leads().getAsBoolean() && writer.write(id, next),
                observer),
            shell.clock());
    this.cache = cache;
    this.wakeUps = wakeUps;
    return List.of(cache.secrets(), wakeUps);
  }

  /// A status that another process wrote has to be looked at, too.
  boolean isForeignStatus(BuildSecrets resource, BuildSecrets old) {
    var work = upkeep;
    return work != null
        && !Objects.equals(resource.getStatus(), old.getStatus())
        && work.isForeign(resource.getMetadata().getUid());
  }

  private final class Told implements WakeUps.Told {

    private final RunObserver observer;

    Told(RunObserver observer) {
      this.observer = observer;
    }

    @Override
    public void changed(ResourceId resource) {
      observer.changed(resource);
    }

    @Override
    public void gone(ResourceId resource) {
      var work = upkeep;
      if (work != null) {
        work.forget(resource);
      }
    }
  }

  /// As far as the watch has shown them.
  List<Candidate> resources() {
    var known = cache;
    return known == null ? List.of() : known.all();
  }

  /// Returns if the way of events is free.
  void beat() {
    var way = wakeUps;
    if (way != null) {
      way.beat();
    }
  }

  @Override
  public UpdateControl<BuildSecrets> reconcile(
      BuildSecrets resource, Context<BuildSecrets> context) {
    var work = upkeep;
    var candidate = Resources.candidate(resource);
    if (candidate.isEmpty() || candidate.get().deleting()) {
      shell.observer().passedOver(Resources.id(resource));
      return UpdateControl.noUpdate();
    }
    if (work == null || !synced.getAsBoolean()) {
      return UpdateControl.<BuildSecrets>noUpdate().rescheduleAfter(UNTIL_SYNCED);
    }
    if (!shell.inFlight().begin()) {
      return UpdateControl.noUpdate();
    }
    try {
      shell.observer().began(candidate.get().id());
      return comeBack(work.run(candidate.get()));
    } catch (RuntimeException e) {
      shell.observer().failed(candidate.get().id());
      throw failed(candidate.get(), e);
    } finally {
      shell.inFlight().end();
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

  /// When no run is under way any more: writes down what the next process has to know.
  ///
  /// @return whether everything it has to know is written
  boolean handOver() {
    var work = upkeep;
    return work == null || work.handOver();
  }

  private static UpdateControl<BuildSecrets> comeBack(Optional<Duration> after) {
    var control = UpdateControl.<BuildSecrets>noUpdate();
    return after.map(control::rescheduleAfter).orElse(control);
  }
}
