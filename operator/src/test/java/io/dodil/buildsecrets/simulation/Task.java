package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Stop;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A reconciliation on a thread of its own. One thread runs at a time: the simulation resumes a
/// task, and waits until that one parks in a call or ends. So any number of them are under way, in
/// an order that the simulation chooses.
final class Task {

  private static final long BLOCKED_SECONDS = 180;

  private final Semaphore go = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private final Thread thread;
  final Operator operator;
  final Pass pass;
  private Optional<Throwable> failure = Optional.empty();
  private boolean ended;
  private boolean dies;

  /// When the call that it waits for has ended; it may be resumed later.
  Instant until = Instant.MIN;

  /// Whether the call was cut off at the end of the process.
  boolean cutOff;

  /// Which save it waits for the answer of.
  Optional<Api.InFlight> inFlight = Optional.empty();

  Task(Operator operator, Pass pass, Runnable work) {
    this.operator = operator;
    this.pass = pass;
    this.thread = Thread.ofVirtual().unstarted(() -> work(work));
  }

  private void work(Runnable work) {
    go.acquireUninterruptibly();
    try {
      work.run();
    } catch (Throwable e) {
      failure = Optional.of(e);
    } finally {
      ended = true;
      back.release();
    }
  }

  /// Lets it go on until it waits for something, or ends. Throws what it throws.
  void resume() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
    go.release();
    try {
      if (!back.tryAcquire(BLOCKED_SECONDS, TimeUnit.SECONDS)) {
        var blocked = new IllegalStateException("waits for another reconciliation for ever");
        blocked.setStackTrace(thread.getStackTrace());
        throw blocked;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    switch (failure.orElse(null)) {
      case null -> {}
      case Stop.Died _ -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /// Waits in a call. On its own thread only.
  void park(Instant time) {
    if (dies) {
      throw new Stop.Died();
    }
    until = time;
    back.release();
    go.acquireUninterruptibly();
    if (dies) {
      throw new Stop.Died();
    }
  }

  /// The process is gone: whatever it does next does not happen.
  void die() {
    dies = true;
    resume();
  }

  boolean hasEnded() {
    return ended;
  }
}
