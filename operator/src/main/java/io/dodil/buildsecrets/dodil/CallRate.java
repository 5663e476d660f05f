package io.dodil.buildsecrets.dodil;

/// How many calls one endpoint gets in a second, with a burst of twice that. Waiting holds the
/// caller's (virtual) thread. How many are under way at a time is limited before anything is read,
/// by the reconciliations that make them.
final class CallRate {

  private static final long SECOND = 1_000_000_000L;

  private final long interval;
  private final long burst;
  private final Pause pause;
  // virtual scheduling (GCRA): when the next call would start, were they spread evenly
  private long nextStart;

  CallRate(int perSecond, Pause pause) {
    this.interval = SECOND / perSecond;
    this.burst = interval * (2L * perSecond - 1);
    this.pause = pause;
    this.nextStart = pause.nanoTime();
  }

  /// Waits for a turn; false when the process stops or the thread is interrupted (and still is
  /// then) meanwhile.
  boolean awaitTurn() {
    try {
      return pause.nanos(reserve());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized long reserve() {
    long now = pause.nanoTime();
    // by difference, as System.nanoTime may be negative
    long ahead = Math.max(nextStart - now, 0);
    nextStart = now + ahead + interval;
    return Math.max(ahead - burst, 0);
  }

  /// The time, and how it passes.
  interface Pause {

    long nanoTime();

    /// Lets so much time pass; false when the process stops meanwhile.
    boolean nanos(long nanos) throws InterruptedException;
  }
}
