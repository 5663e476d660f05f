package io.dodil.buildsecrets.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The reconciliations in progress, so that a stop can let them end and begin no other.
public final class InFlight {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final InstantSource monotonic;
  private int running;
  private Instant lastMove = Instant.MIN;
  private boolean draining;

  /// Creates a tracker with no active reconciliations.
  public InFlight(InstantSource monotonic) {
    this.monotonic = monotonic;
  }

  /// False when the process is stopping: the reconciliation must not begin. Else [#end] has to
  /// follow.
  boolean begin() {
    lock.lock();
    try {
      if (draining) {
        return false;
      }
      if (running++ == 0) {
        lastMove = monotonic.instant();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      running--;
      lastMove = monotonic.instant();
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How many are under way.
  public int count() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /// How long runs have been under way without one that ended.
  public Duration sinceOneEnded() {
    lock.lock();
    try {
      return running == 0 ? Duration.ZERO : Duration.between(lastMove, monotonic.instant());
    } finally {
      lock.unlock();
    }
  }

  /// From now on no reconciliation begins.
  public void drain() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
  }

  public boolean isDraining() {
    lock.lock();
    try {
      return draining;
    } finally {
      lock.unlock();
    }
  }

  /// Whether none was left before the time was over.
  public boolean awaitIdle(Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (running > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return running == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
