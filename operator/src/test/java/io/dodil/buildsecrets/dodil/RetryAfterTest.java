package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                              | PT1S",
        "120                            | PT2M",
        "600                            | PT10M",
        "601                            | PT10M",
        "99999999999999999999999        | PT10M",
        "Sun, 22 Nov 2026 10:00:30 GMT  | PT30S",
        "Sunday, 22-Nov-26 10:00:30 GMT | PT30S",
        "Sun Nov 22 10:00:30 2026       | PT30S",
        "Sun, 22 Nov 2099 10:00:30 GMT  | PT10M",
      })
  void isSecondsOrADateAndNeverMoreThanTenMinutes(String text, Duration wait) {
    assertThat(RetryAfter.parse(text, NOW)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "1.5", "soon", "1 s", "é", "Sun, 22 Nov 2026 09:00:00 GMT", "٣"})
  void isIgnoredWhenUnreadableOrOver(String text) {
    assertThat(RetryAfter.parse(text, NOW)).isEmpty();
  }

  @Test
  void isAbsent() {
    assertThat(RetryAfter.parse(null, NOW)).isEmpty();
  }
}
