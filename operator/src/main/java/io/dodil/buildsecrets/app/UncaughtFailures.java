package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.observe.log.RedactedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what a thread threw that nobody waits for. Java would print it with its message, which may
/// quote what was sent or answered.
public final class UncaughtFailures implements Thread.UncaughtExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(UncaughtFailures.class);

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    RedactedException.in(log.atError(), failure)
        .addKeyValue("thread", thread.getName())
        .addKeyValue("reason", summary(failure))
        .log("a thread failed unexpectedly");
  }

  /// Its kind and its innermost place.
  public static String summary(Throwable failure) {
    var trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
