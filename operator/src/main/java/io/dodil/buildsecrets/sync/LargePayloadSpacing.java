package io.dodil.buildsecrets.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a namespace from having large Secrets read without end although nothing in them changes,
/// because somebody labels one of them again and again. A large resource whose attempt found
/// nothing to save waits before its next attempt, each of a namespace longer than the one before.
/// The first attempt after a quiet time is not delayed, and an attempt that saves delays nothing.
final class LargePayloadSpacing {

  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  /// From when on the coalesce window counts for a large resource whose attempt found nothing new.
  Instant next(String namespace, Instant now) {
    return last.compute(
        namespace,
        (_, before) -> {
          if (before == null || isOver(before, now)) {
            return now;
          }
          var next = before.plus(BETWEEN);
          var latest = now.plus(LONGEST);
          return next.isBefore(latest) ? next : latest;
        });
  }

  /// Forgets the namespaces whose waits are over.
  void retain(Instant now) {
    last.values().removeIf(before -> isOver(before, now));
  }

  private static boolean isOver(Instant before, Instant now) {
    return before.plus(BETWEEN).isBefore(now);
  }

  int size() {
    return last.size();
  }
}
