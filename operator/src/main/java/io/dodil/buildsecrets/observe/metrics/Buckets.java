package io.dodil.buildsecrets.observe.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/// The upper ends of what is told apart.
final class Buckets {

  /// Of a call, which ends after `calls.timeout`: 30 s by default.
  static final Duration[] CALL =
      millis(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);

  /// From a change to its save: milliseconds, or an outage.
  static final Duration[] REACTION =
      millis(
          50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000,
          3_600_000);

  private Buckets() {}

  private static Duration[] millis(long... ends) {
    return LongStream.of(ends).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
