package io.dodil.buildsecrets.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Goes a way again and again, on a thread of its own, and knows how long it has been on it: when
/// the way is blocked, it does not come back.
public final class Heartbeat implements AutoCloseable {

  private final InstantSource steady;
  private final ScheduledExecutorService thread;
  private volatile @Nullable Instant begun;

  /// A way that something has to be able to go.
  public interface Way {

    /// Returns at its end.
    void go() throws InterruptedException;
  }

  private Heartbeat(InstantSource steady, String name) {
    this.steady = steady;
    // a platform thread: virtual ones may be what is stuck
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat-" + name).factory());
  }

  /// Begins at once.
  ///
  /// @param pause between two
  public static Heartbeat along(InstantSource steady, String name, Duration pause, Way way) {
    var heartbeat = new Heartbeat(steady, name);
    var _ =
        heartbeat.thread.scheduleWithFixedDelay(
            () -> heartbeat.beat(way), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  private void beat(Way way) {
    begun = steady.instant();
    try {
      way.go();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // at its end in another way
    } finally {
      begun = null;
    }
  }

  /// How long the one that is under way has taken until now.
  public Duration underWay() {
    var since = begun;
    return since == null ? Duration.ZERO : Duration.between(since, steady.instant());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
