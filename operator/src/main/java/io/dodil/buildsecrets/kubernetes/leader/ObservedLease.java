package io.dodil.buildsecrets.kubernetes.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The Lease as a process saw it last, and since when it has not changed. Its times are left out:
/// they come from the clock of another node.
///
/// @param version its resource version; empty: there is no Lease
/// @param holder the last one; empty: it was released
/// @param duration how long it holds after each change
/// @param since when this process saw this version first, by its monotonic clock
record ObservedLease(String version, String holder, Duration duration, Instant since) {

  /// There is none and was none, as far as is known.
  static final ObservedLease NONE = new ObservedLease("", "", Duration.ZERO, Instant.MIN);

  /// What is known after one more look at it.
  ///
  /// @param lease null: it does not exist
  ObservedLease then(@Nullable Lease lease, Instant now) {
    if (lease == null) {
      // free, and yet not released: whoever held it may have requests in flight
      return new ObservedLease("", holder, Duration.ZERO, now);
    }
    var seen = lease.getMetadata().getResourceVersion();
    return version.equals(seen) ? this : of(lease, now);
  }

  private static ObservedLease of(Lease lease, Instant now) {
    // somebody may have made it without a spec
    var spec = Objects.requireNonNullElseGet(lease.getSpec(), LeaseSpec::new);
    return new ObservedLease(
        lease.getMetadata().getResourceVersion(),
        Objects.requireNonNullElse(spec.getHolderIdentity(), ""),
        Duration.ofSeconds(Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0)),
        now);
  }

  boolean isMissing() {
    return version.isEmpty();
  }

  boolean isReleased() {
    return holder.isEmpty();
  }

  /// How long another process still has to be taken for the leader; zero: anybody may take it.
  Duration remaining(Instant now) {
    if (isReleased() || isMissing()) {
      return Duration.ZERO;
    }
    var remaining = Duration.between(now, since.plus(duration));
    return remaining.isNegative() ? Duration.ZERO : remaining;
  }
}
