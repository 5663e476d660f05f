package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.target.Candidate;
import java.time.Instant;
import java.util.Optional;

/// Where a stage of a run leads: on with a value, or out.
sealed interface Step<T> {

  record On<T>(T value) implements Step<T> {}

  /// The run ends.
  ///
  /// @param due when to come back for this outcome's sake
  record End<T>(SyncOutcome outcome, Optional<Instant> due) implements Step<T> {

    static <T> End<T> with(SyncOutcome outcome) {
      return new End<>(outcome, Optional.empty());
    }
  }

  /// The API server holds a newer spec than the watch has shown: begin again with that one.
  record Newer<T>(Candidate live) implements Step<T> {}

  /// There is more to read or to send than is allowed without a slot for large payloads.
  record NeedsSlot<T>() implements Step<T> {}
}
