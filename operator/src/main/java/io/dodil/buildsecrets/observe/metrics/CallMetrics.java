package io.dodil.buildsecrets.observe.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// How Dodil and the Kubernetes API answer.
final class CallMetrics {

  private final MeterProvider<Timer> requests;
  private final MeterProvider<Counter> cluster;

  CallMetrics(MeterRegistry registry) {
    requests =
        Timer.builder("buildsecrets.api.request.duration")
            .description(
                "Calls to Dodil: `save` of a set, `token` at the token endpoint. Status class"
                    + " `none`: no answer (no connection, TLS, timeout).")
            .serviceLevelObjectives(Buckets.CALL)
            .withRegistry(registry);
    cluster =
        Counter.builder("buildsecrets.kubernetes.requests")
            .description(
                "Calls to the Kubernetes API, but for watches that went well. `forbidden` or"
                    + " `unauthorized`: rights of the operator are missing or were taken away.")
            .withRegistry(registry);
  }

  /// @param status 0: no answer
  void request(String call, String endpoint, int status, Duration took) {
    requests
        .withTags(Tags.of("call", call, "endpoint", endpoint, "status_class", statusClass(status)))
        .record(took);
  }

  private static String statusClass(int status) {
    return status < 100 || status > 599 ? "none" : status / 100 + "xx";
  }

  /// @param status 0: no answer, -1: refused since the namespace is being deleted
  void clusterRequest(String verb, String resource, int status) {
    cluster
        .withTags(Tags.of("verb", verb, "resource", resource, "outcome", outcome(status)))
        .increment();
  }

  /// In the words that RBAC and the API use.
  private static String outcome(int status) {
    return switch (status) {
      case -1 -> "namespace_terminating";
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 409 -> "conflict";
      case 410 -> "expired";
      case 429 -> "throttled";
      default -> outcomeOfClass(status);
    };
  }

  private static String outcomeOfClass(int status) {
    return switch (status / 100) {
      case 1, 2 -> "ok";
      case 4 -> "client_error";
      case 5 -> "server_error";
      default -> "no_answer";
    };
  }
}
