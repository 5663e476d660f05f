package io.dodil.buildsecrets.observe;

import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.Reason;
import io.dodil.buildsecrets.target.Candidate;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The series of each resource, made anew for each scrape from what is cached: they begin with the
/// resource, whether or not it ever runs, and end with it.
final class ResourceMetrics {

  private static final List<String> CONDITIONS = List.of("Ready", "SecretsResolved", "Synced");

  /// There only while True, so never Unknown.
  private static final List<String> ABNORMAL = List.of("Reconciling", "Stalled");

  private final Set<String> endpoints;

  /// @param endpoints names that are configured; no other one becomes a label
  ResourceMetrics(Set<String> endpoints) {
    this.endpoints = endpoints;
  }

  Stream<MetricSnapshot> of(Collection<Candidate> resources) {
    return Stream.of(
        info(resources),
        conditions(resources),
        suspended(resources),
        lastSaves(resources),
        tokens(resources));
  }

  private InfoSnapshot info(Collection<Candidate> resources) {
    var info =
        InfoSnapshot.builder()
            .name("buildsecrets_resource")
            .help(
                "Each BuildSecrets with its endpoint (empty: none that is configured) and the"
                    + " reason of its condition Ready. To join with the other series.");
    for (var resource : resources) {
      var name = resource.spec().endpoint();
      info.dataPoint(
          InfoSnapshot.InfoDataPointSnapshot.builder()
              .labels(
                  labels(resource.id())
                      .add("endpoint", endpoints.contains(name) ? name : "")
                      .add("reason", reason(resource).text()))
              .build());
    }
    return info.build();
  }

  private static GaugeSnapshot conditions(Collection<Candidate> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_condition")
            .help(
                "The conditions of each BuildSecrets: 1 for the status that a condition has, 0 for"
                    + " the others. Alert on {type=\"Stalled\",status=\"True\"} == 1: it needs a"
                    + " person.");
    for (var resource : resources) {
      CONDITIONS.forEach(
          type -> Stream.of(Condition.Status.values()).forEach(s -> add(gauge, resource, type, s)));
      ABNORMAL.forEach(
          type ->
              Stream.of(Condition.Status.True, Condition.Status.False)
                  .forEach(s -> add(gauge, resource, type, s)));
    }
    return gauge.build();
  }

  private static void add(
      GaugeSnapshot.Builder gauge, Candidate resource, String type, Condition.Status status) {
    var absent = ABNORMAL.contains(type) ? Condition.Status.False : Condition.Status.Unknown;
    var now = resource.status().condition(type).map(Condition::status).orElse(absent);
    var labels = labels(resource.id()).add("type", type).add("status", status.name());
    gauge.dataPoint(point(labels, now == status ? 1 : 0));
  }

  private static GaugeSnapshot suspended(Collection<Candidate> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_suspended")
            .help("1 while spec.suspend is set: nothing is sent for this BuildSecrets.");
    resources.forEach(r -> gauge.dataPoint(point(labels(r.id()), r.spec().isSuspended() ? 1 : 0)));
    return gauge.build();
  }

  private static GaugeSnapshot lastSaves(Collection<Candidate> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_last_save_timestamp_seconds")
            .help(
                "When the API accepted the last save of this BuildSecrets, as a Unix time. Absent:"
                    + " it has never been saved.");
    resources.forEach(r -> r.lastSave().ifPresent(s -> gauge.dataPoint(point(r, s.time()))));
    return gauge.build();
  }

  private static GaugeSnapshot tokens(Collection<Candidate> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_token_expiration_timestamp_seconds")
            .help(
                "When the ready-made token of this BuildSecrets expires, if it says so, as a Unix"
                    + " time. Somebody has to put a new one into its Secret before.");
    for (var resource : resources) {
      var expiration = resource.status().tokenExpirationTime();
      if (expiration != null) {
        gauge.dataPoint(point(resource, expiration));
      }
    }
    return gauge.build();
  }

  /// Of its condition Ready; what this version doesn't know is as good as nothing.
  static Reason reason(Candidate resource) {
    return resource
        .status()
        .condition("Ready")
        .flatMap(c -> Reason.named(c.reason()))
        .orElse(Reason.NOT_EVALUATED);
  }

  private static Labels labels(ResourceId id) {
    return Labels.of("namespace", id.namespace(), "name", id.name());
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot point(Candidate resource, Instant time) {
    return point(labels(resource.id()), (double) time.getEpochSecond());
  }

  static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
