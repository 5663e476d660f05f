package io.dodil.buildsecrets.controller;

import static org.assertj.core.api.Assertions.assertThat;

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

  private final List<String> rung = new CopyOnWriteArrayList<>();

  @Test
  void anotherTimeReplacesTheOneBefore() {
    try (var timers = new Timers()) {
      timers.set("ci/acme", SHORT, () -> rung.add("first"));
      timers.set("ci/acme", LONG, () -> rung.add("second"));
      timers.set("ci/other", SHORT.multipliedBy(5), () -> rung.add("other"));

      awaitRung("other");

      assertThat(rung).containsExactly("other");
      assertThat(timers.size()).isEqualTo(1);
    }
  }

  @Test
  void aTimeThatIsSoonerWinsAndOneThatIsLaterDoesNot() {
    try (var timers = new Timers()) {
      timers.set("ci/acme", LONG, () -> rung.add("late"));
      timers.sooner("ci/acme", SHORT, () -> rung.add("soon"));
      timers.sooner("ci/acme", LONG, () -> rung.add("later"));

      awaitRung("soon");

      assertThat(timers.size()).isZero();
    }
  }

  @Test
  void oneThatIsForgottenDoesNotRing() {
    try (var timers = new Timers()) {
      timers.set("ci/acme", SHORT, () -> rung.add("forgotten"));
      timers.forget("ci/acme");
      timers.set("ci/other", SHORT.multipliedBy(5), () -> rung.add("other"));

      awaitRung("other");

      assertThat(rung).containsExactly("other");
    }
  }

  @Test
  void aTaskThatThrowsIsDoneAgain() throws InterruptedException {
    var times = new CountDownLatch(3);
    try (var timers = new Timers()) {
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
  void nothingRingsAfterTheEnd() {
    var timers = new Timers();
    timers.close();

    timers.set("ci/acme", Duration.ZERO, () -> rung.add("late"));

    assertThat(rung).isEmpty();
  }

  private void awaitRung(String name) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> rung.contains(name));
  }
}
