package io.dodil.buildsecrets.sync.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "8, 128", "9, 256", "10, 300", "11, 300", "1000000, 300"})
  void doublesFromOneSecondToFiveMinutesForOutages(int failures, long seconds) {
    var longest = Backoff.QUICK.delay(failures, () -> ALMOST_ONE);

    assertThat(longest)
        .isBetween(Duration.ofSeconds(seconds).minusMillis(1), Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "5, 16", "6, 30", "7, 30", "1000000, 30"})
  void doublesFromOneMinuteToThirtyForWhatAPersonMustMend(int failures, long minutes) {
    var delay = Backoff.SLOW.delay(failures, () -> 0.0);

    assertThat(delay).isEqualTo(Duration.ofMinutes(minutes));
  }

  @Test
  void neverSpins() {
    var shortest = Backoff.QUICK.delay(1, () -> 0.0);

    assertThat(shortest).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void spreadsOverTheWholeTime() {
    var random = new Random(7);

    var delays =
        IntStream.range(0, 1000)
            .mapToObj(_ -> Backoff.QUICK.delay(10, random::nextDouble))
            .sorted()
            .toList();

    assertThat(delays.get(100)).isLessThan(Duration.ofMinutes(1));
    assertThat(delays.get(900)).isGreaterThan(Duration.ofMinutes(4));
  }
}
