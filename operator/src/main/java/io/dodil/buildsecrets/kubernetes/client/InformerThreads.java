package io.dodil.buildsecrets.kubernetes.client;

import io.fabric8.kubernetes.client.KubernetesClientBuilder.ExecutorSupplier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The threads that deliver what the watches see, and since when each has been at it. A delivery
/// that never ends holds back all that follow of its watch, and nobody would notice.
public final class InformerThreads {

  private final InstantSource monotonic;
  private final Map<Object, Instant> underWay = new ConcurrentHashMap<>();

  /// None is under way at first.
  public InformerThreads(InstantSource monotonic) {
    this.monotonic = monotonic;
  }

  /// How long the oldest delivery under way has taken until now.
  public Duration longest() {
    var now = monotonic.instant();
    return underWay.values().stream()
        .min(Instant::compareTo)
        .map(begin -> Duration.between(begin, now))
        .orElse(Duration.ZERO);
  }

  /// For the informers of one client.
  ExecutorSupplier threads() {
    return new ExecutorSupplier() {
      private final ExecutorService threads =
          Executors.newCachedThreadPool(
              Thread.ofPlatform().daemon().name("deliveries-", 0).factory());

      @Override
      public Executor get() {
        return delivery -> threads.execute(() -> deliver(delivery));
      }

      @Override
      public void onClose(Executor executor) {
        threads.shutdownNow();
      }
    };
  }

  private void deliver(Runnable delivery) {
    var key = new Object();
    underWay.put(key, monotonic.instant());
    try {
      delivery.run();
    } finally {
      underWay.remove(key);
    }
  }
}
