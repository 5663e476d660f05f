package io.dodil.buildsecrets.e2e.leak;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// What a thread's end would print.
final class UncaughtFailures implements AutoCloseable {

  private final Thread.@Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();
  private final StringWriter texts = new StringWriter();

  UncaughtFailures() {
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> note(failure));
  }

  private void note(Throwable failure) {
    failure.printStackTrace(new PrintWriter(texts, true));
  }

  LeakSink sink() {
    return new LeakSink(
        "uncaught exceptions",
        texts::toString,
        leak -> {
          var thread =
              Thread.ofPlatform()
                  .start(
                      () -> {
                        throw new IllegalStateException(leak);
                      });
          thread.join();
        });
  }

  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
