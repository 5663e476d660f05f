package io.dodil.buildsecrets.observe.metrics;

import static io.dodil.buildsecrets.observe.metrics.ResourceMetrics.point;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the process stands at the moment of a scrape. Of several replicas the leader alone speaks of
/// resources: a standby's cache shows the statuses of another process, a moment late, and both
/// together would count each resource twice.
final class StateMetrics implements MultiCollector {

  /// Those that Ready has, and not single conditions alone.
  private static final EnumSet<Reason> OF_READY =
      EnumSet.complementOf(
          EnumSet.of(
              Reason.SAVED,
              Reason.RESOLVED,
              Reason.AWAITING_SECRETS,
              Reason.NOT_ATTEMPTED,
              Reason.PROGRESSING,
              Reason.PROGRESSING_WITH_RETRY,
              Reason.PROGRESS_DEADLINE_EXCEEDED));

  private final Settings settings;
  private final ProcessState state;
  private final PendingChanges changes;

  StateMetrics(Settings settings, ProcessState state, PendingChanges changes) {
    this.settings = settings;
    this.state = state;
    this.changes = changes;
  }

  @Override
  public MetricSnapshots collect() {
    boolean leads = state.leads().getAsBoolean();
    var resources = leads ? ofResources(state.resources().get()) : Stream.<MetricSnapshot>of();
    return new MetricSnapshots(Stream.concat(ofProcess(leads), resources).toList());
  }

  private Stream<MetricSnapshot> ofProcess(boolean leads) {
    return Stream.of(
        gauge(
            "buildsecrets_leader",
            "1 in the replica that holds the Lease and works, 0 in those that stand by. The sum"
                + " over all replicas should be 1.",
            leads ? 1 : 0),
        watches(),
        gauge(
            "buildsecrets_queue_depth",
            "BuildSecrets with a change that the operator knows and has not dealt with: it waits"
                + " for a reconciliation, for the coalesce window, or for the API to come back.",
            changes.count()),
        gauge(
            "buildsecrets_queue_oldest_age_seconds",
            "How long the oldest of those changes has waited. Grows through an outage of Dodil.",
            changes.oldest().toMillis() / 1000.0),
        gauge(
            "buildsecrets_reconciliations_active",
            "Reconciliations in progress, including those that wait for a call to end.",
            state.activeReconciliations().getAsInt()),
        rateLimited(),
        entries(),
        gauge(
            "buildsecrets_in_doubt_targets",
            "Organizations whose set is saved once more, since an earlier call without an answer"
                + " may still be applied.",
            (double) state.inDoubtTargets().getAsLong()));
  }

  private GaugeSnapshot watches() {
    var gauge =
        builder(
            "buildsecrets_watch_up",
            "1 while the watch of that kind is open. Now and then it is opened anew; 0 for minutes:"
                + " the operator sees no changes (API server away, or a right taken away).");
    state
        .watches()
        .forEach(
            (kind, open) ->
                gauge.dataPoint(point(Labels.of("resource", kind), open.getAsBoolean() ? 1 : 0)));
    return gauge.build();
  }

  private GaugeSnapshot entries() {
    var gauge =
        builder(
            "buildsecrets_state_entries",
            "Entries of each kind that the operator keeps in memory. None grows beyond what the"
                + " resources that exist refer to.");
    new TreeMap<>(state.entries().get())
        .forEach((kind, n) -> gauge.dataPoint(point(Labels.of("kind", kind), n)));
    return gauge.build();
  }

  private GaugeSnapshot rateLimited() {
    var gauge =
        builder(
            "buildsecrets_rate_limited_credentials",
            "Credentials for which a Retry-After of Dodil is in force, by endpoint. Nothing"
                + " is sent with them meanwhile.");
    var closed = state.rateLimitedCredentials().get();
    settings
        .endpoints()
        .keySet()
        .forEach(
            endpoint ->
                gauge.dataPoint(
                    point(
                        Labels.of("endpoint", endpoint),
                        (double) closed.getOrDefault(endpoint, 0L))));
    return gauge.build();
  }

  private static Stream<MetricSnapshot> ofResources(List<Resource> resources) {
    return Stream.of(
        byReason(resources),
        gauge(
            "buildsecrets_resources_suspended",
            "BuildSecrets with spec.suspend: nothing is sent for them.",
            (double) resources.stream().filter(r -> r.spec().isSuspended()).count()));
  }

  private static GaugeSnapshot byReason(List<Resource> resources) {
    var gauge =
        builder(
            "buildsecrets_resources",
            "BuildSecrets by the reason of their condition Ready, and what that means: `invalid`"
                + " and `refused` need a person, `waiting` a Secret or a permission, `outage`"
                + " time.");
    Map<Reason, Long> counts =
        resources.stream()
            .map(ResourceMetrics::reason)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    OF_READY.forEach(
        reason -> {
          var meaning = reason.severity().name().toLowerCase(Locale.ROOT);
          var labels = Labels.of("class", meaning, "reason", reason.text());
          gauge.dataPoint(point(labels, (double) counts.getOrDefault(reason, 0L)));
        });
    return gauge.build();
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return builder(name, help).dataPoint(point(Labels.EMPTY, value)).build();
  }

  private static GaugeSnapshot.Builder builder(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }
}
