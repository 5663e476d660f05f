package io.dodil.buildsecrets.push;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointPermitsTest {

  private final FakeTime time = new FakeTime();

  @Test
  void startABurstOfTwiceTheRateAtOnceAndThenOneByOne() {
    var permits = new EndpointPermits(1000, 10, time);

    var starts = Stream.generate(() -> start(permits)).limit(23).toList();

    assertThat(starts.subList(0, 20)).containsOnly(0L);
    assertThat(starts.subList(20, 23)).containsExactly(100L, 200L, 300L);
  }

  @Test
  void growBackWhileNothingIsSent() {
    var permits = new EndpointPermits(1000, 10, time);
    for (int i = 0; i < 20; i++) {
      start(permits);
    }

    time.pass(SECONDS.toNanos(1));
    var starts = Stream.generate(() -> start(permits)).limit(11).toList();

    assertThat(starts.subList(0, 10)).containsOnly(1000L);
    assertThat(starts.get(10)).isEqualTo(1100L);
  }

  @Test
  void neverGrowBeyondTheBurst() {
    var permits = new EndpointPermits(1000, 10, time);

    time.pass(SECONDS.toNanos(1000));
    var starts = Stream.generate(() -> start(permits)).limit(21).toList();

    assertThat(starts.get(20)).isEqualTo(1_000_100L);
  }

  @Test
  void letNoMoreInThanTheyAreAndThenInOrder() {
    var permits = new EndpointPermits(1, 1000, time);
    var first = permits.acquire().orElseThrow();
    var order = new CopyOnWriteArrayList<Integer>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var _ = permits.acquire().orElseThrow()) {
                      order.add(number);
                    }
                  }));
      awaitWaiting(threads);
    }

    assertThat(order).isEmpty();
    first.close();

    await().untilAsserted(() -> assertThat(order).containsExactly(0, 1, 2));
  }

  @Test
  void areGivenUpByAnInterruptThatStays() {
    var permits = new EndpointPermits(1, 1000, time);
    var held = permits.acquire();
    var interrupted = new CompletableFuture<Boolean>();
    var waiting =
        Thread.ofVirtual()
            .start(
                () ->
                    interrupted.complete(
                        permits.acquire().isEmpty() && Thread.currentThread().isInterrupted()));
    awaitWaiting(List.of(waiting));

    waiting.interrupt();

    assertThat(interrupted.orTimeout(10, SECONDS).join()).isTrue();
    held.ifPresent(EndpointPermits.Permit::close);
    assertThat(permits.acquire()).isPresent();
  }

  @Test
  void giveTheSlotBackWhenInterruptedWhileSlowedDown() {
    var permits = new EndpointPermits(1, 1, time);
    Stream.generate(permits::acquire).limit(1).flatMap(Optional::stream).forEach(this::close);
    time.interruptNext = true;

    assertThat(permits.acquire()).isEmpty();
    assertThat(Thread.interrupted()).isTrue();

    assertThat(permits.acquire()).isPresent();
  }

  private void close(EndpointPermits.Permit permit) {
    permit.close();
  }

  private static void awaitWaiting(List<Thread> threads) {
    await()
        .until(
            () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  /// When the call was let go, in milliseconds.
  private long start(EndpointPermits permits) {
    try (var _ = permits.acquire().orElseThrow()) {
      return MILLISECONDS.convert(
          time.nanoTime() - FakeTime.START, java.util.concurrent.TimeUnit.NANOSECONDS);
    }
  }

  private static final class FakeTime implements EndpointPermits.Pause {

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
    public synchronized void nanos(long nanos) throws InterruptedException {
      if (interruptNext) {
        interruptNext = false;
        throw new InterruptedException();
      }
      now += nanos;
    }
  }
}
