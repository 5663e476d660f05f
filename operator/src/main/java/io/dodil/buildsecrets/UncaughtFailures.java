package io.dodil.buildsecrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a thread threw that nobody waits for. Java would print it whole, and an exception's message
/// may quote what was sent or answered: its kind and its place say enough.
final class UncaughtFailures implements Thread.UncaughtExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(UncaughtFailures.class);

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    log.atError()
        .addKeyValue("thread", thread.getName())
        .addKeyValue("reason", summary(failure))
        .log("a thread failed unexpectedly");
  }

  static String summary(Throwable failure) {
    var trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
