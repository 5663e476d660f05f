package io.dodil.buildsecrets.sync.retry;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long to wait after a failure. Outages: 1 s doubling to 5 min, with full jitter, so that many
/// resources don't come back in step. What only a person can fix: 1 min doubling to 30 min.
public enum Backoff {
  QUICK(Duration.ofSeconds(1), Duration.ofMinutes(5)),
  SLOW(Duration.ofMinutes(1), Duration.ofMinutes(30));

  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Duration first;
  private final Duration longest;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /// Before try number `failures + 1`.
  public Duration delay(int failures, DoubleSupplier random) {
    long ceiling = first.toMillis() << Math.min(Math.max(failures, 1) - 1, 20);
    long capped = Math.min(ceiling, longest.toMillis());
    return switch (this) {
      case QUICK -> {
        var jittered = Duration.ofMillis((long) (capped * random.getAsDouble()));
        yield jittered.compareTo(SHORTEST) < 0 ? SHORTEST : jittered;
      }
      // nobody waits in step with a person
      case SLOW -> Duration.ofMillis(capped);
    };
  }

  public static Backoff after(Failure failure, Persistence persistence) {
    return switch (FailureClass.of(failure)) {
      case INVALID -> SLOW;
      case REFUSED -> persistence == Persistence.PERSISTENT ? SLOW : QUICK;
      case OUTAGE -> QUICK;
    };
  }
}
