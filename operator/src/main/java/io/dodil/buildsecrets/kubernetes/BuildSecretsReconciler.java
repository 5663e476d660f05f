package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.ClusterReads;
import io.dodil.buildsecrets.kubernetes.client.Resources;
import io.dodil.buildsecrets.kubernetes.client.StatusWriter;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.dodil.buildsecrets.reconcile.ResourceReconciler;
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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Translates between JOSDK and the core. JOSDK's own timers are not used.
@ControllerConfiguration(name = BuildSecretsReconciler.NAME)
final class BuildSecretsReconciler implements Reconciler<BuildSecrets>, AutoCloseable {

  static final String NAME = "buildsecrets";

  private static final Duration UNTIL_SYNCED = Duration.ofMillis(250);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final Settings settings;
  private final Clients clients;
  private final ReconcilerFactory factory;
  private final InFlight inFlight;
  private final BooleanSupplier leads;
  private final FirstPass firstPass = new FirstPass();
  private final Timers timers = new Timers(this::expired);
  private volatile BooleanSupplier synced = () -> false;
  private volatile @Nullable Work work;
  private volatile boolean told;

  /// @param leads whether this process may still act at all; one that was paused beyond its Lease
  ///   and wakes up has a successor, whose statuses it must not overwrite
  BuildSecretsReconciler(
      Settings settings,
      Clients clients,
      ReconcilerFactory factory,
      InFlight inFlight,
      BooleanSupplier leads) {
    this.settings = settings;
    this.clients = clients;
    this.factory = factory;
    this.inFlight = inFlight;
    this.leads = leads;
  }

  /// What there is once JOSDK has made the caches.
  private record Work(OwnershipEventSource ownershipEvents, ResourceReconciler core) {}

  /// @param allSynced whether every watch has its first list
  void decideOnlyWhen(BooleanSupplier allSynced) {
    synced = allSynced;
  }

  @Override
  public List<EventSource<?, BuildSecrets>> prepareEventSources(
      EventSourceContext<BuildSecrets> context) {
    var ownershipEvents = new OwnershipEventSource();
    var cache =
        new ResourceCache(context.getPrimaryCache(), clients, settings, this::secretChanged);
    var core =
        factory.create(
            cache,
            new ClusterReads(clients.full()),
            new StatusWriter(clients.full(), leads),
            ownershipEvents,
            timers);
    work = new Work(ownershipEvents, core);
    timers.every(UNTIL_SYNCED, this::tellWhenSynced);
    timers.every(BETWEEN_SWEEPS, core::forgetUnreferenced);
    return List.of(
        cache.secrets(), ownershipEvents, new ResourceChanges(core.events(), ownershipEvents));
  }

  private void tellWhenSynced() {
    var now = work;
    if (now != null && !told && synced.getAsBoolean()) {
      told = true;
      firstPass.begin(now.core.resources().stream().map(Resource::id).toList());
      now.core.informersSynced();
    }
  }

  private void secretChanged(ResourceId resource) {
    var now = work;
    if (now != null) {
      now.core.events().secretChanged(resource);
    }
  }

  private void expired(ResourceId resource) {
    var now = work;
    if (now != null) {
      now.core.events().timerExpired(resource);
    }
  }

  /// As far as the watch has shown them.
  List<Resource> resources() {
    var now = work;
    return now == null ? List.of() : now.core.resources();
  }

  /// How many entries each kind of memory has.
  Map<String, Integer> sizes() {
    var now = work;
    return now == null ? new LinkedHashMap<>() : now.core.sizes();
  }

  /// Returns if the way of events is free.
  void passEventQueue() {
    var now = work;
    if (now != null) {
      now.ownershipEvents.passEventQueue();
    }
  }

  @Override
  public UpdateControl<BuildSecrets> reconcile(
      BuildSecrets resource, Context<BuildSecrets> context) {
    var now = work;
    if (now != null) {
      var id = Resources.id(resource);
      firstPass.run(id, now.core::isUpToDate, () -> reconcile(now, id));
    }
    return UpdateControl.noUpdate();
  }

  private void reconcile(Work now, ResourceId id) {
    if (inFlight.begin()) {
      try {
        now.core.reconcile(id);
      } finally {
        inFlight.end();
      }
    }
  }

  /// When no reconciliation is under way any more: writes down what the next process has to know.
  ///
  /// @return whether everything it has to know is written
  boolean handOver() {
    var now = work;
    return now == null || now.core.handOver();
  }

  @Override
  public void close() {
    timers.close();
  }
}
