package io.dodil.buildsecrets.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SystemTimeSourceTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(BEGIN);
  private final AtomicLong nanos = new AtomicLong(77);
  private final SystemTimeSource clock = new SystemTimeSource(wall::get, nanos::get);

  @Test
  void theSteadyClockIsNotSetWithTheWallClock() {
    wall.set(BEGIN.minus(Duration.ofDays(3)));
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());

    assertThat(clock.now().wall()).isEqualTo(BEGIN.minus(Duration.ofDays(3)));
    assertThat(clock.now().monotonic()).isEqualTo(BEGIN.plusSeconds(5));
  }
}
