package io.dodil.buildsecrets.sandbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits that end at once when the sandbox stops.
final class Pause {

  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Whether the sandbox still runs.
  boolean during(Duration time) {
    try {
      return !stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void stop() {
    stopped.countDown();
  }
}
