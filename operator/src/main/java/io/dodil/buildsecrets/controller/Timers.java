package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.logging.RedactedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One timer for each namespace and name, on the monotonic clock: JOSDK's timers follow the wall
/// clock, and a clock that is set back by an hour would delay each of them by an hour.
final class Timers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Timers.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("timers").factory(),
          // after the end
          new ThreadPoolExecutor.DiscardPolicy());
  private final Map<String, ScheduledFuture<?>> byPath = new ConcurrentHashMap<>();

  Timers() {
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /// Replaces the timer of that path.
  void set(String path, Duration time, Runnable wake) {
    byPath.compute(
        path,
        (_, old) -> {
          cancel(old);
          return schedule(path, time, wake);
        });
  }

  /// Lets the timer of that path ring after that time at the latest.
  void sooner(String path, Duration time, Runnable wake) {
    byPath.compute(
        path,
        (_, old) -> {
          if (old != null && old.getDelay(TimeUnit.NANOSECONDS) <= time.toNanos()) {
            return old;
          }
          cancel(old);
          return schedule(path, time, wake);
        });
  }

  /// Does something again and again, that time apart.
  void every(Duration time, Runnable task) {
    var _ =
        executor.scheduleWithFixedDelay(
            () -> runSafely(task), time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// One that throws would not be done again.
  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      RedactedException.in(log.atError(), e)
          .log("a periodic task failed unexpectedly, will try again");
    }
  }

  /// The resource is gone.
  void forget(String path) {
    cancel(byPath.remove(path));
  }

  int size() {
    return byPath.size();
  }

  private ScheduledFuture<?> schedule(String path, Duration time, Runnable wake) {
    return executor.schedule(
        () -> {
          byPath.computeIfPresent(
              path, (_, timer) -> timer.getDelay(TimeUnit.NANOSECONDS) <= 0 ? null : timer);
          wake.run();
        },
        time.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    byPath.clear();
  }
}
