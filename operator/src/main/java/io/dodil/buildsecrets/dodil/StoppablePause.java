package io.dodil.buildsecrets.dodil;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.CountDownLatch;

/// The time of the system. All waits end when the process stops.
final class StoppablePause implements CallRate.Pause {

  private final CountDownLatch stopped = new CountDownLatch(1);

  void stop() {
    stopped.countDown();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean nanos(long nanos) throws InterruptedException {
    return !stopped.await(nanos, NANOSECONDS);
  }
}
