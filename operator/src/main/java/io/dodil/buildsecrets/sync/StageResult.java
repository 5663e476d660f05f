package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.model.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Where a stage of an attempt leads: on with a value, to the end, or back.
sealed interface StageResult<T> {

  record Continue<T>(T value) implements StageResult<T> {}

  /// The attempt ends.
  ///
  /// @param due when to come back for this outcome's sake
  record Done<T>(SyncOutcome outcome, Optional<Instant> due) implements StageResult<T> {

    static <T> Done<T> with(SyncOutcome outcome) {
      return new Done<>(outcome, Optional.empty());
    }

    static <T> Done<T> until(Instant due, SyncOutcome outcome) {
      return new Done<>(outcome, Optional.of(due));
    }
  }

  record Restart<T>(From from) implements StageResult<T> {}

  /// The stage that an attempt begins again at.
  sealed interface From {

    /// The API server holds a newer spec than the watch has shown.
    record Preconditions(Resource live) implements From {}

    /// There is more to read or to send than is allowed without a slot for large payloads.
    record Slot() implements From {}

    /// What was read is not current any more, since a token has to be fetched, or was.
    ///
    /// @param fetched empty when a token was refused and has to be fetched
    record Reading(Optional<HeldToken> fetched) implements From {}
  }

  /// The next stage, if this one leads to it.
  default <U> StageResult<U> then(Function<T, StageResult<U>> next) {
    return switch (this) {
      case Continue<T>(var value) -> next.apply(value);
      case Done<T>(var outcome, var due) -> new Done<>(outcome, due);
      case Restart<T>(var from) -> new Restart<>(from);
    };
  }
}
