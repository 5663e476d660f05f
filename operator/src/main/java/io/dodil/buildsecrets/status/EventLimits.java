package io.dodil.buildsecrets.status;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Decides which Events of a resource are written: each resource has a token bucket of its own, so
/// one that is edited in a loop loses its own Events and nobody else's. Size and rate are those of
/// client-go's `EventCorrelator` (`record/events_cache.go`), which cluster administrators know from
/// every other controller: 25 at once, and one more every 5 minutes.
public final class EventLimits {

  static final int BURST = 25;
  static final Duration REFILL = Duration.ofMinutes(5);

  /// uid -> when its bucket will be full again
  private final Map<String, Instant> full = new HashMap<>();

  /// Takes a token of the resource, if there is one.
  ///
  /// @param now of a monotonic clock
  public synchronized boolean admits(String uid, Instant now) {
    var fullAt = full.getOrDefault(uid, now);
    var afterwards = (fullAt.isBefore(now) ? now : fullAt).plus(REFILL);
    if (Duration.between(now, afterwards).compareTo(REFILL.multipliedBy(BURST)) > 0) {
      return false;
    }
    full.put(uid, afterwards);
    return true;
  }

  /// A resource is gone for good.
  public synchronized void forget(String uid) {
    full.remove(uid);
  }

  /// How many resources have a bucket.
  public synchronized int size() {
    return full.size();
  }
}
