package io.dodil.buildsecrets.push;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// How much may go to one endpoint: calls at a time, and calls started in a second with a burst of
/// twice that. First come, first served; waiting holds the caller's (virtual) thread.
final class EndpointPermits {

  private static final long SECOND = 1_000_000_000L;

  private final Semaphore slots;
  private final long interval;
  private final long burst;
  private final Pause pause;
  // virtual scheduling (GCRA): when the next call would start, were they spread evenly
  private long nextStart;

  EndpointPermits(int maxConcurrent, int perSecond, Pause pause) {
    this.slots = new Semaphore(maxConcurrent, true);
    this.interval = SECOND / perSecond;
    this.burst = interval * (2L * perSecond - 1);
    this.pause = pause;
    this.nextStart = pause.nanoTime();
  }

  /// Waits for a turn; empty when interrupted meanwhile, with the interrupt still set.
  Optional<Permit> acquire() {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      pause.nanos(reserve());
      return Optional.of(slots::release);
    } catch (InterruptedException e) {
      slots.release();
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private synchronized long reserve() {
    long now = pause.nanoTime();
    // by difference, as System.nanoTime may be negative
    long ahead = Math.max(nextStart - now, 0);
    nextStart = now + ahead + interval;
    return Math.max(ahead - burst, 0);
  }

  /// One call's turn, until closed.
  @FunctionalInterface
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /// The time, and how it passes.
  interface Pause {

    Pause SYSTEM =
        new Pause() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void nanos(long nanos) throws InterruptedException {
            if (nanos > 0) {
              Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
          }
        };

    long nanoTime();

    void nanos(long nanos) throws InterruptedException;
  }
}
