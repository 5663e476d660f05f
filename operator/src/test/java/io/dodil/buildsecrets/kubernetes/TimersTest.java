package io.dodil.buildsecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.ResourceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TimersTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static final ResourceId ACME = new ResourceId("ci", "acme", "uid-acme");
  private static final ResourceId OTHER = new ResourceId("ci", "other", "uid-other");

  private final List<ResourceId> expired = new CopyOnWriteArrayList<>();

  @Test
  void anotherTimeReplacesTheOneBefore() {
    try (var timers = timers()) {
      timers.start(ACME, SHORT);
      timers.start(ACME, LONG);
      timers.start(OTHER, SHORT.multipliedBy(5));

      awaitExpired(OTHER);

      assertThat(expired).containsExactly(OTHER);
    }
  }

  @Test
  void oneThatIsCancelledDoesNotExpire() {
    try (var timers = timers()) {
      timers.start(ACME, SHORT);
      timers.cancel(ACME);
      timers.start(OTHER, SHORT.multipliedBy(5));

      awaitExpired(OTHER);

      assertThat(expired).containsExactly(OTHER);
    }
  }

  @Test
  void aTaskThatThrowsIsDoneAgain() throws InterruptedException {
    var times = new CountDownLatch(3);
    try (var timers = timers()) {
      timers.every(
          SHORT,
          () -> {
            times.countDown();
            throw new NoClassDefFoundError("canary");
          });

      assertThat(times.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void nothingExpiresAfterTheEnd() {
    var timers = timers();
    timers.close();

    timers.start(ACME, Duration.ZERO);

    assertThat(expired).isEmpty();
  }

  private Timers timers() {
    return new Timers(expired::add);
  }

  private void awaitExpired(ResourceId resource) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> expired.contains(resource));
  }
}
