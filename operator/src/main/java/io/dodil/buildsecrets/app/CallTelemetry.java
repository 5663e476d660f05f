package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.dodil.CallObserver;
import io.dodil.buildsecrets.observe.metrics.Metrics;
import java.time.Duration;
import java.util.Locale;

/// Counts the calls to Dodil, and what goes wrong unexpectedly in one.
final class CallTelemetry implements CallObserver {

  private final Metrics metrics;

  CallTelemetry(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void ended(Call call, String endpoint, int status, Duration took) {
    metrics.request(label(call), endpoint, status, took);
  }

  @Override
  public void unexpected(Call call, String endpoint, Throwable failure) {
    metrics.unexpected(label(call), endpoint, failure);
  }

  private static String label(Call call) {
    return call.name().toLowerCase(Locale.ROOT);
  }
}
