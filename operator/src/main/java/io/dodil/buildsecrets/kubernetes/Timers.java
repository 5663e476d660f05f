package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.observe.log.RedactedException;
import io.dodil.buildsecrets.reconcile.ResourceTimers;
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
final class Timers implements ResourceTimers, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Timers.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("timers").factory(),
          // after the end
          new ThreadPoolExecutor.DiscardPolicy());
  private final Map<String, ScheduledFuture<?>> byPath = new ConcurrentHashMap<>();

  private final Listener listener;

  Timers(Listener listener) {
    this.listener = listener;
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /// Is told of each timer that has expired.
  interface Listener {
    void expired(ResourceId resource);
  }

  @Override
  public void start(ResourceId resource, Duration wait) {
    byPath.compute(
        resource.path(),
        (_, old) -> {
          stop(old);
          return schedule(resource, wait);
        });
  }

  @Override
  public void cancel(ResourceId resource) {
    stop(byPath.remove(resource.path()));
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

  private ScheduledFuture<?> schedule(ResourceId resource, Duration wait) {
    return executor.schedule(
        () -> {
          byPath.computeIfPresent(
              resource.path(),
              (_, timer) -> timer.getDelay(TimeUnit.NANOSECONDS) <= 0 ? null : timer);
          listener.expired(resource);
        },
        wait.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private static void stop(@Nullable ScheduledFuture<?> timer) {
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
