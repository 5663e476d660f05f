package io.dodil.buildsecrets.observe.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The series of each resource, made anew for each scrape from what is cached: they begin with the
/// resource, whether or not it ever runs, and end with it.
final class ResourceMetrics {

  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  /// Of OpenMetrics.
  private static final String END = "# EOF";

  /// How many resources are written at a time.
  private static final int BATCH = 100;

  private final Set<String> endpoints;
  private final List<Function<Collection<Resource>, MetricSnapshot>> families =
      List.of(
          this::info,
          ResourceMetrics::conditions,
          ResourceMetrics::suspended,
          ResourceMetrics::lastSaves,
          ResourceMetrics::tokens);

  /// @param endpoints names that are configured; no other one becomes a label
  ResourceMetrics(Set<String> endpoints) {
    this.endpoints = endpoints;
  }

  /// Writes them, a batch at a time: all at once would be the largest object of the process.
  ///
  /// @param type a content type of Prometheus; it chooses the format
  void write(List<Resource> resources, OutputStream out, String type) throws IOException {
    var writer = FORMATS.findWriter(type);
    for (var family : families) {
      var headers = new HashSet<>(Set.of(END));
      for (int i = 0; i < resources.size(); i += BATCH) {
        var batch = resources.subList(i, Math.min(i + BATCH, resources.size()));
        var text = new ByteArrayOutputStream();
        writer.write(text, new MetricSnapshots(family.apply(batch)));
        // each batch has the headers of its family and the end of a scrape
        for (var line : text.toString(UTF_8).lines().toList()) {
          if (!line.startsWith("#") || headers.add(line)) {
            out.write((line + "\n").getBytes(UTF_8));
          }
        }
      }
    }
  }

  private InfoSnapshot info(Collection<Resource> resources) {
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

  private static GaugeSnapshot conditions(Collection<Resource> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_condition")
            .help(
                "The conditions of each BuildSecrets: 1 for the status that a condition has, 0 for"
                    + " the others. Alert on {type=\"Stalled\",status=\"True\"} == 1: it needs a"
                    + " person.");
    for (var resource : resources) {
      for (var type : ConditionType.values()) {
        // what is there only while True is never Unknown
        Stream.of(Condition.Status.values())
            .filter(s -> s != Condition.Status.Unknown || !type.isAbnormal())
            .forEach(s -> add(gauge, resource, type, s));
      }
    }
    return gauge.build();
  }

  private static void add(
      GaugeSnapshot.Builder gauge, Resource resource, ConditionType type, Condition.Status status) {
    var absent = type.isAbnormal() ? Condition.Status.False : Condition.Status.Unknown;
    var now = resource.status().condition(type).map(Condition::status).orElse(absent);
    var labels = labels(resource.id()).add("type", type.text()).add("status", status.name());
    gauge.dataPoint(point(labels, now == status ? 1 : 0));
  }

  private static GaugeSnapshot suspended(Collection<Resource> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_suspended")
            .help("1 while spec.suspend is set: nothing is sent for this BuildSecrets.");
    resources.forEach(r -> gauge.dataPoint(point(labels(r.id()), r.spec().isSuspended() ? 1 : 0)));
    return gauge.build();
  }

  private static GaugeSnapshot lastSaves(Collection<Resource> resources) {
    var gauge =
        GaugeSnapshot.builder()
            .name("buildsecrets_resource_last_save_timestamp_seconds")
            .help(
                "When the API accepted the last save of this BuildSecrets, as a Unix time. Absent:"
                    + " it has never been saved.");
    resources.forEach(r -> r.lastSave().ifPresent(s -> gauge.dataPoint(point(r, s.time()))));
    return gauge.build();
  }

  private static GaugeSnapshot tokens(Collection<Resource> resources) {
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
  static Reason reason(Resource resource) {
    return resource
        .status()
        .condition(ConditionType.READY)
        .flatMap(c -> Reason.named(c.reason()))
        .orElse(Reason.NOT_EVALUATED);
  }

  private static Labels labels(ResourceId id) {
    return Labels.of("namespace", id.namespace(), "name", id.name());
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot point(Resource resource, Instant time) {
    return point(labels(resource.id()), (double) time.getEpochSecond());
  }

  static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
