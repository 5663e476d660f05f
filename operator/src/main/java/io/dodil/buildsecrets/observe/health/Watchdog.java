package io.dodil.buildsecrets.observe.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Goes a way again and again, on a thread of its own, and knows how long it has been on it: when
/// the way is blocked, it does not come back.
public final class Watchdog implements AutoCloseable {

  private final InstantSource monotonic;
  private final ScheduledExecutorService thread;
  private volatile @Nullable Instant begun;

  /// A way that something has to be able to go.
  public interface Probe {

    /// Returns at its end.
    void pass() throws InterruptedException;
  }

  private Watchdog(InstantSource monotonic, String name) {
    this.monotonic = monotonic;
    // a platform thread: virtual ones may be what is stuck
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watchdog-" + name).factory());
  }

  /// Begins at once.
  ///
  /// @param pause between two
  public static Watchdog start(InstantSource monotonic, String name, Duration pause, Probe probe) {
    var watchdog = new Watchdog(monotonic, name);
    var _ =
        watchdog.thread.scheduleWithFixedDelay(
            () -> watchdog.pass(probe), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return watchdog;
  }

  private void pass(Probe probe) {
    begun = monotonic.instant();
    try {
      probe.pass();
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
    return since == null ? Duration.ZERO : Duration.between(since, monotonic.instant());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
