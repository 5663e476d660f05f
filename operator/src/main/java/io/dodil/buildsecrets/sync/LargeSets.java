package io.dodil.buildsecrets.sync;

import java.util.concurrent.Semaphore;

/// Of sets that are large, a few are sent at a time, whatever the endpoints: each takes its body's
/// memory until it is answered, which may be a while.
final class LargeSets {

  /// In bytes. One for each call that an endpoint bears is no burden.
  static final int SMALL = 64 << 10;

  static final int AT_A_TIME = 4;

  private final Semaphore turns = new Semaphore(AT_A_TIME, true);

  /// Of one run; closed when it ends.
  Turn turn() {
    return new Turn();
  }

  /// What a run may send. Of one thread.
  final class Turn implements AutoCloseable {

    private boolean mine;

    /// Whether a body of so many bytes may be kept; else it is to be let go of, and [#await] comes
    /// before the next try.
    boolean admits(int bytes) {
      if (!mine && bytes > SMALL) {
        // not ahead of those who wait
        mine = !turns.hasQueuedThreads() && turns.tryAcquire();
        return mine;
      }
      return true;
    }

    void await() {
      turns.acquireUninterruptibly();
      mine = true;
    }

    @Override
    public void close() {
      if (mine) {
        turns.release();
      }
    }
  }
}
