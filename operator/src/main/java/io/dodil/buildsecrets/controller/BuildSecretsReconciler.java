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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// From an event to a run: resource -> value -> run -> timer. JOSDK's own timers are not used.
@ControllerConfiguration(name = BuildSecretsReconciler.NAME)
final class BuildSecretsReconciler implements Reconciler<BuildSecrets>, AutoCloseable {

  static final String NAME = "buildsecrets";

  private static final Duration UNTIL_SYNCED = Duration.ofMillis(250);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final Settings settings;
  private final Clients clients;
  private final UpkeepFactory factory;
  private final InFlight inFlight;
  private final RunObserver observer;
  private final BooleanSupplier leads;
  private final Timers timers = new Timers();
  private volatile BooleanSupplier synced = () -> false;
  private volatile boolean decides;
  private volatile @Nullable Work work;

  /// @param leads whether this process may still act at all; one that was paused beyond its Lease
  ///   and wakes up has a successor, whose statuses it must not overwrite
  BuildSecretsReconciler(
      Settings settings,
      Clients clients,
      UpkeepFactory factory,
      InFlight inFlight,
      RunObserver observer,
      BooleanSupplier leads) {
    this.settings = settings;
    this.clients = clients;
    this.factory = factory;
    this.inFlight = inFlight;
    this.observer = observer;
    this.leads = leads;
  }

  /// What there is once JOSDK has made the caches.
  private record Work(ResourceCache cache, WakeUps wakeUps, Upkeep upkeep) {}

  /// Nothing is decided before every watch has synced: half a cache knows half the owners.
  void decideOnlyWhen(BooleanSupplier allSynced) {
    synced = allSynced;
  }

  @Override
  public List<EventSource<?, BuildSecrets>> prepareEventSources(
      EventSourceContext<BuildSecrets> context) {
    var wakeUps = new WakeUps(timers, new Told());
    var cache = new ResourceCache(context.getPrimaryCache(), clients, settings, observer::changed);
    var writer = new StatusWriter(clients.full(), leads);
    var upkeep = factory.create(cache, new ClusterReads(clients.full()), wakeUps, writer::write);
    work = new Work(cache, wakeUps, upkeep);
    timers.every(UNTIL_SYNCED, this::beginWhenSynced);
    timers.every(BETWEEN_SWEEPS, upkeep::forgetUnreferenced);
    return List.of(cache.secrets(), wakeUps);
  }

  /// Everything that the watches showed before was passed over, and is looked at now.
  private void beginWhenSynced() {
    var now = work;
    if (!decides && now != null && synced.getAsBoolean()) {
      decides = true;
      now.cache.all().forEach(resource -> now.wakeUps.wake(resource.id()));
    }
  }

  /// A status that somebody else wrote has to be looked at, too.
  boolean isForeignStatus(BuildSecrets resource, BuildSecrets old) {
    var now = work;
    return now != null
        && !Objects.equals(resource.getStatus(), old.getStatus())
        && Resources.candidate(resource).filter(now.upkeep::statusShown).isPresent();
  }

  private final class Told implements WakeUps.Told {

    @Override
    public void created(BuildSecrets resource) {
      var now = work;
      if (now != null) {
        Resources.candidate(resource).ifPresent(now.upkeep::created);
      }
    }

    @Override
    public void changed(BuildSecrets resource) {
      Resources.candidate(resource).ifPresent(c -> observer.changed(c.id()));
    }

    @Override
    public void gone(ResourceId resource) {
      var now = work;
      if (now != null) {
        now.upkeep.forget(resource);
      }
    }

    /// Alone: the others would find that they are still not the owner.
    @Override
    public void left(BuildSecrets resource, String exceptUid) {
      var now = work;
      if (now != null) {
        now.cache
            .target(resource)
            .flatMap(now.upkeep::owner)
            .map(Candidate::id)
            .filter(owner -> !owner.uid().equals(exceptUid))
            .ifPresent(
                owner -> {
                  observer.changed(owner);
                  now.wakeUps.wake(owner);
                });
      }
    }
  }

  /// As far as the watch has shown them.
  List<Candidate> resources() {
    var now = work;
    return now == null ? List.of() : now.upkeep.resources();
  }

  /// How many entries each kind of memory has.
  Map<String, Integer> sizes() {
    var now = work;
    if (now == null) {
      return new LinkedHashMap<>();
    }
    var sizes = now.upkeep.sizes();
    sizes.put("timers", timers.size());
    return sizes;
  }

  /// Returns if the way of events is free.
  void beat() {
    var now = work;
    if (now != null) {
      now.wakeUps.beat();
    }
  }

  @Override
  public UpdateControl<BuildSecrets> reconcile(
      BuildSecrets resource, Context<BuildSecrets> context) {
    var now = work;
    var candidate = Resources.candidate(resource);
    if (candidate.isEmpty() || candidate.get().deleting()) {
      observer.passedOver(Resources.id(resource));
    } else if (now != null && decides && inFlight.begin()) {
      try {
        run(now, candidate.get());
      } finally {
        inFlight.end();
      }
    }
    return UpdateControl.noUpdate();
  }

  private void run(Work now, Candidate resource) {
    var id = resource.id();
    now.upkeep
        .run(resource)
        .ifPresent(due -> timers.set(id.path(), due, () -> now.wakeUps.wake(id)));
  }

  /// When no run is under way any more: writes down what the next process has to know.
  ///
  /// @return whether everything it has to know is written
  boolean handOver() {
    var now = work;
    return now == null || now.upkeep.handOver();
  }

  @Override
  public void close() {
    timers.close();
  }
}
