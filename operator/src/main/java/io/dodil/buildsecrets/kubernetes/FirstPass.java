package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.model.ResourceId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Orders the reconciliations with which a process begins to lead, one for each resource and all at
/// once: those that have something to save share the processors with one of the others at a time.
final class FirstPass {

  /// A change that comes while its resource waits is not to be seen later than that.
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final Semaphore oneAtATime = new Semaphore(1, true);

  /// The resources that are there when the informers have synced.
  void begin(List<ResourceId> resources) {
    resources.forEach(resource -> waiting.add(resource.path()));
  }

  /// Runs the task, after others if it is the first one of its resource.
  ///
  /// @param upToDate whether nothing is left to do for a resource, as far as is known
  void run(ResourceId resource, Predicate<ResourceId> upToDate, Runnable task) {
    boolean waits = waiting.remove(resource.path()) && upToDate.test(resource) && acquire();
    try {
      task.run();
    } finally {
      if (waits) {
        oneAtATime.release();
      }
    }
  }

  private boolean acquire() {
    try {
      return oneAtATime.tryAcquire(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
