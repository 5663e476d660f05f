package io.dodil.buildsecrets.dodil;

import java.time.Duration;

/// Told of each call to the other side that was begun.
@FunctionalInterface
public interface CallObserver {

  /// What was asked.
  enum Call {
    SAVE,
    TOKEN
  }

  /// Instead of a status, when there was no answer.
  int NO_ANSWER = 0;

  /// A call has ended.
  ///
  /// @param endpoint its name in the configuration
  /// @param status of HTTP
  /// @param took with connecting, and without waiting for a turn
  void ended(Call call, String endpoint, int status, Duration took);

  /// A call threw what it should not have thrown: a mistake of the HTTP client or of the operator.
  /// The call is classified all the same by how far it came, and has not ended yet.
  ///
  /// @param endpoint its name in the configuration
  /// @param failure its message may quote what was sent or answered
  default void unexpected(Call call, String endpoint, Throwable failure) {}
}
