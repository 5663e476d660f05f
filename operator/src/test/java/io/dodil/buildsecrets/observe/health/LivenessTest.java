package io.dodil.buildsecrets.observe.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LivenessTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ManualTimeSource clock = new ManualTimeSource();

  @Test
  void saysWhichPartIsStuckAndForHowLong() {
    var liveness =
        new Liveness(
            List.of(
                part("the delivery has been stuck", 61),
                part("the queue has been stuck", 60),
                part("no reconciliation has ended", 3600)));

    assertThat(liveness.stuck())
        .contains("the delivery has been stuck for 61 s; no reconciliation has ended for 3600 s");
  }

  @Test
  void isAliveUpToTheLimit() {
    assertThat(new Liveness(List.of(part("the queue", 60))).stuck()).isEmpty();
  }

  @Test
  void aHeartbeatThatDoesNotComeBackTellsSinceWhen() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var blocked = new CountDownLatch(1);
    try (var watchdog =
        beating(
            () -> {
              begun.countDown();
              blocked.await();
            })) {
      begun.await();
      clock.advance(Duration.ofSeconds(61));
      assertThat(watchdog.underWay()).isEqualTo(Duration.ofSeconds(61));

      blocked.countDown();
      await().until(() -> watchdog.underWay().compareTo(LIMIT) < 0);
    }
  }

  @Test
  void aBlockedExecutorIsNoticed() throws Exception {
    var blocked = new CountDownLatch(1);
    try (var executor = Executors.newSingleThreadExecutor();
        var watchdog = beating(() -> through(executor.submit(() -> {})))) {
      await().until(() -> watchdog.underWay().isZero());
      var _ = executor.submit(() -> awaitOpen(blocked));

      await()
          .until(
              () -> {
                clock.advance(Duration.ofSeconds(1));
                return watchdog.underWay().compareTo(LIMIT) > 0;
              });
      blocked.countDown();
    }
  }

  @Test
  void oneThatFailsBeatsAgain() {
    var beats = new AtomicInteger();
    try (var _ =
        beating(
            () -> {
              beats.incrementAndGet();
              throw new IllegalStateException();
            })) {
      await().until(() -> beats.get() > 2);
    }
  }

  private Watchdog beating(Watchdog.Probe probe) {
    return Watchdog.start(clock.monotonic(), "test", Duration.ofMillis(1), probe);
  }

  private static void through(Future<?> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Liveness.Check part(String stuck, int seconds) {
    return new Liveness.Check(stuck, LIMIT, () -> Duration.ofSeconds(seconds));
  }
}
