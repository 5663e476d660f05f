package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import java.time.Instant;
import java.util.Optional;

/// Why no attempt may begin.
public sealed interface Blocked {

  /// A precondition does not hold.
  ///
  /// @param due when to come back for this outcome's sake; empty: when something changes
  record Stopped(SyncOutcome outcome, Optional<Instant> due) implements Blocked {}

  /// Nothing is left to do.
  ///
  /// @param confirm whether what is in force has to be sent once more when the calls of a former
  ///   leader can't be applied any more
  record UpToDate(boolean confirm) implements Blocked {}

  static Blocked until(Instant due, SyncOutcome outcome) {
    return new Stopped(outcome, Optional.of(due));
  }

  static Blocked by(SyncOutcome outcome) {
    return new Stopped(outcome, Optional.empty());
  }

  static Blocked by(Denial denial) {
    return by(new Denied(denial));
  }
}
