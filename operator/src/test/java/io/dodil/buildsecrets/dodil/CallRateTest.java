package io.dodil.buildsecrets.dodil;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallRateTest {

  private final FakeTime time = new FakeTime();

  @Test
  void startsABurstOfTwiceTheRateAtOnceAndThenOneByOne() {
    var rate = new CallRate(10, time);

    var starts = Stream.generate(() -> start(rate)).limit(23).toList();

    assertThat(starts.subList(0, 20)).containsOnly(0L);
    assertThat(starts.subList(20, 23)).containsExactly(100L, 200L, 300L);
  }

  @Test
  void growsBackWhileNothingIsSent() {
    var rate = new CallRate(10, time);
    for (int i = 0; i < 20; i++) {
      start(rate);
    }

    time.pass(SECONDS.toNanos(1));
    var starts = Stream.generate(() -> start(rate)).limit(11).toList();

    assertThat(starts.subList(0, 10)).containsOnly(1000L);
    assertThat(starts.get(10)).isEqualTo(1100L);
  }

  @Test
  void neverGrowsBeyondTheBurst() {
    var rate = new CallRate(10, time);

    time.pass(SECONDS.toNanos(1000));
    var starts = Stream.generate(() -> start(rate)).limit(21).toList();

    assertThat(starts.get(20)).isEqualTo(1_000_100L);
  }

  @Test
  void isGivenUpByAnInterruptThatStays() {
    var rate = new CallRate(1, time);
    time.interruptNext = true;

    assertThat(rate.awaitTurn()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rate.awaitTurn()).isTrue();
  }

  /// When the call was let go, in milliseconds.
  private long start(CallRate rate) {
    assertThat(rate.awaitTurn()).isTrue();
    return NANOSECONDS.toMillis(time.nanoTime() - FakeTime.START);
  }

  private static final class FakeTime implements CallRate.Pause {

    // near the overflow, where System.nanoTime may well be
    static final long START = Long.MAX_VALUE - 5;

    private long now = START;
    private boolean interruptNext;

    void pass(long nanos) {
      now += nanos;
    }

    @Override
    public synchronized long nanoTime() {
      return now;
    }

    @Override
    public synchronized boolean nanos(long nanos) throws InterruptedException {
      if (interruptNext) {
        interruptNext = false;
        throw new InterruptedException();
      }
      now += nanos;
      return true;
    }
  }
}
