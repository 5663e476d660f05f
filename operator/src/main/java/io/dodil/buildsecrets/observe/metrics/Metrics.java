package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// All that is counted and measured; docs/metrics.md lists it. Nothing of a Secret is a label, nor
/// an organization, nor a host; the only labels that grow are namespace and name of resources.
///
/// JOSDK's own meters are left out: they count what these count, and know no outcomes.
public final class Metrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final InternalErrors internalErrors = new InternalErrors(registry);
  private final CallMetrics calls = new CallMetrics(registry);
  private final Settings settings;
  private final ResourceMetrics perResource;
  private final PendingChanges changes;
  private final ReconciliationMetrics reconciliations;

  /// Those that have series of their own.
  private volatile Supplier<List<Resource>> resources = List::of;

  /// Counts from now on.
  ///
  /// @param leads whether this process is the one that works
  /// @param monotonic a clock that nobody can set
  public Metrics(
      Settings settings, String version, BooleanSupplier leads, InstantSource monotonic) {
    this.settings = settings;
    this.perResource = new ResourceMetrics(settings.endpoints().keySet());
    this.changes = new PendingChanges(monotonic);
    this.reconciliations =
        new ReconciliationMetrics(registry, settings.endpoints().keySet(), leads, changes);
    build(version);
    garbageCollection.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  private void build(String version) {
    var build =
        InfoSnapshot.builder()
            .name("buildsecrets_build")
            .help("Which build of the operator this is.")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", version))
                    .build())
            .build();
    registry.getPrometheusRegistry().register(() -> build);
  }

  /// From now on a scrape also says how things stand.
  public void show(ProcessState state) {
    registry.getPrometheusRegistry().register(new StateMetrics(settings, state, changes));
    if (settings.metrics().perResource()) {
      resources = () -> state.leads().getAsBoolean() ? state.resources().get() : List.of();
    }
  }

  /// Writes what a scrape is answered with: the series of each resource, then all others.
  ///
  /// @param type a content type of Prometheus; it chooses the format
  void write(OutputStream out, String type) throws IOException {
    perResource.write(resources.get(), out, type);
    registry.scrape(out, type);
  }

  /// To be told of each reconciliation.
  public ReconciliationListener reconciliations() {
    return reconciliations;
  }

  /// What is to be told of an unexpected exception of any listener.
  public Consumer<RuntimeException> internalErrors() {
    return internalErrors;
  }

  /// A call to Dodil has ended.
  ///
  /// @param call `save` or `token`
  /// @param endpoint its name
  /// @param status 0: no answer
  public void request(String call, String endpoint, int status, Duration took) {
    internalErrors.guard(() -> calls.request(call, endpoint, status, took));
  }

  /// A call to Dodil threw what it should not have thrown.
  ///
  /// @param call `save` or `token`
  /// @param endpoint its name
  public void unexpected(String call, String endpoint, Throwable failure) {
    internalErrors.ofCall(call, endpoint, failure);
  }

  /// The Kubernetes API has answered.
  ///
  /// @param verb as RBAC calls it
  /// @param status 0: no answer, -1: refused since the namespace is being deleted
  public void clusterRequest(String verb, String resource, int status) {
    internalErrors.guard(() -> calls.clusterRequest(verb, resource, status));
  }

  /// Of Events that were to be written.
  public Counter events(String outcome) {
    return Counter.builder("buildsecrets.events")
        .description(
            "Kubernetes Events to be written. `failed`, `dropped` (no room, or the namespace"
                + " is being deleted) and `limited` (too many"
                + " of one resource) ones are lost; conditions hold the truth.")
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
