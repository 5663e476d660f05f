package io.dodil.buildsecrets.simulation.invariants;

import java.time.Duration;

/// Durations that are no settings: the contract fixes them. None is taken from the operator's code.
final class Contract {

  /// A save further in the future than this counts for nothing.
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /// The longest that a Retry-After is honoured.
  static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

  /// Of what was read longer ago, it is read again whether it is still so.
  static final Duration CURRENT = Duration.ofSeconds(1);

  /// The earliest resync, as a share of the interval.
  static final double EARLIEST_RESYNC = 0.9;

  /// The shortest wait after what only a person can put right.
  static final Duration TERMINAL_RETRY = Duration.ofMinutes(1);

  /// Each resource is looked at once in this time.
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

  /// Who waits for the attempt of another resource looks again after this at the latest.
  static final Duration RECHECK = Duration.ofSeconds(5);

  /// The longest wait before a status that somebody else wrote is replaced.
  static final Duration LONGEST_REPAIR_BACKOFF = Duration.ofMinutes(10);

  private Contract() {}
}
