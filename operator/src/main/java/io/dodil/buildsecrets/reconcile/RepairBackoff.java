package io.dodil.buildsecrets.reconcile;

import java.time.Duration;
import java.time.Instant;

/// How often somebody else's status of a resource was replaced: 1 s apart at first, doubling to 10
/// min, and counted anew after an hour without. Times are of the monotonic clock.
record RepairBackoff(int times, Instant last) {

  static final RepairBackoff NONE = new RepairBackoff(0, Instant.MIN);

  private static final Duration QUIET = Duration.ofHours(1);
  private static final long LONGEST_SECONDS = 600;

  private boolean isOld(Instant now) {
    return times == 0 || !now.isBefore(last.plus(QUIET));
  }

  /// How long to wait before the next one; not positive: none.
  Duration wait(Instant now) {
    return isOld(now)
        ? Duration.ZERO
        : Duration.between(
            now, last.plusSeconds(Math.min(LONGEST_SECONDS, 1L << Math.min(times - 1, 10))));
  }

  RepairBackoff and(Instant now) {
    return new RepairBackoff(isOld(now) ? 1 : times + 1, now);
  }
}
