package io.dodil.buildsecrets.observe.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.spi.LoggingEventBuilder;

/// A copy of an exception or error that holds kinds and stack traces, its own and those of its
/// causes and suppressed ones, and no messages: a message may quote what was sent, read or
/// answered. The message of the copy is the kind of the original.
public final class RedactedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// How many are copied: causes can be many.
  private static final int MAX_COPIES = 32;

  private RedactedException(Throwable original) {
    super(original.getClass().getName());
    setStackTrace(original.getStackTrace());
  }

  /// The line of the log with the stack trace of a failure.
  public static LoggingEventBuilder in(LoggingEventBuilder line, Throwable failure) {
    return line.setCause(of(failure));
  }

  static RedactedException of(Throwable failure) {
    var seen = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
    seen.add(failure);
    return copy(failure, seen);
  }

  /// @param seen those that are copied already, as a cause may lead back to where it came from
  private static RedactedException copy(Throwable original, Set<Throwable> seen) {
    var copy = new RedactedException(original);
    var cause = original.getCause();
    if (cause != null && isNew(cause, seen)) {
      copy.initCause(copy(cause, seen));
    }
    for (var suppressed : original.getSuppressed()) {
      if (isNew(suppressed, seen)) {
        copy.addSuppressed(copy(suppressed, seen));
      }
    }
    return copy;
  }

  private static boolean isNew(Throwable failure, Set<Throwable> seen) {
    return seen.size() < MAX_COPIES && seen.add(failure);
  }
}
