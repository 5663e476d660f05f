package io.dodil.buildsecrets.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryAfterHoldsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final RetryAfterHolds.Key KEY =
      new RetryAfterHolds.Key("staging", "ci", "dodil", List.of("key"));
  private static final Failure WHY = new Failure.RateLimited(Failure.Party.API);

  private final RetryAfterHolds holds = new RetryAfterHolds();

  @Test
  void isClosedUntilItsTimeAndOpenThen() {
    holds.hold(KEY, WHY, NOW, Duration.ofSeconds(30));

    var before = holds.inForce(KEY, NOW.plusMillis(29_999));
    var at = holds.inForce(KEY, NOW.plusSeconds(30));

    assertThat(before).contains(new RetryAfterHolds.Hold(NOW.plusSeconds(30), WHY));
    assertThat(at).isEmpty();
  }

  @Test
  void isNotOpenedEarlierByTheAnswerToACallThatWasUnderWay() {
    var first = holds.hold(KEY, WHY, NOW, Duration.ofSeconds(30));
    var shorter = holds.hold(KEY, WHY, NOW.plusSeconds(1), Duration.ofSeconds(2));
    var longer = holds.hold(KEY, WHY, NOW.plusSeconds(2), Duration.ofSeconds(60));

    assertThat(List.of(first, shorter, longer))
        .containsExactly(NOW.plusSeconds(30), NOW.plusSeconds(30), NOW.plusSeconds(62));
  }

  @Test
  void isClosedAnewAfterItsTimeAlsoForAShorterOne() {
    holds.hold(KEY, WHY, NOW, Duration.ofMinutes(10));

    var again = holds.hold(KEY, WHY, NOW.plusSeconds(601), Duration.ofSeconds(2));

    assertThat(again).isEqualTo(NOW.plusSeconds(603));
  }

  @Test
  void isNeverClosedForLongerThanTenMinutes() {
    holds.hold(KEY, WHY, NOW, Duration.ofDays(365));

    var hold = holds.inForce(KEY, NOW);

    assertThat(hold.orElseThrow().until()).isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void holdsNobodyBackWhenTheClockIsSetBack() {
    holds.hold(KEY, WHY, NOW, Duration.ofMinutes(10));

    var hold = holds.inForce(KEY, NOW.minusSeconds(3600));

    assertThat(hold).isEmpty();
  }

  @Test
  void isForOneCredentialAtOneEndpoint() {
    holds.hold(KEY, WHY, NOW, Duration.ofSeconds(30));

    assertThat(holds.inForce(key("staging", "ci", "other", "key"), NOW)).isEmpty();
    assertThat(holds.inForce(key("staging", "ci", "dodil", "other"), NOW)).isEmpty();
    assertThat(holds.inForce(key("staging", "prod", "dodil", "key"), NOW)).isEmpty();
    assertThat(holds.inForce(key("production", "ci", "dodil", "key"), NOW)).isEmpty();
  }

  private static RetryAfterHolds.Key key(
      String endpoint, String namespace, String secret, String key) {
    return new RetryAfterHolds.Key(endpoint, namespace, secret, List.of(key));
  }
}
