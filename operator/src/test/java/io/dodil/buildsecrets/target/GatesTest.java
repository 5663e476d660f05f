package io.dodil.buildsecrets.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Gates.Key KEY = new Gates.Key("staging", "ci", "dodil", List.of("key"));
  private static final Failure WHY = new Failure.RateLimited(Failure.Party.API);

  private final Gates gates = new Gates();

  @Test
  void isClosedUntilItsTimeAndOpenThen() {
    gates.close(KEY, WHY, NOW, Duration.ofSeconds(30));

    var before = gates.closed(KEY, NOW.plusMillis(29_999));
    var at = gates.closed(KEY, NOW.plusSeconds(30));

    assertThat(before).contains(new Gates.Gate(NOW.plusSeconds(30), WHY));
    assertThat(at).isEmpty();
  }

  @Test
  void isNotOpenedEarlierByTheAnswerToACallThatWasUnderWay() {
    var first = gates.close(KEY, WHY, NOW, Duration.ofSeconds(30));
    var shorter = gates.close(KEY, WHY, NOW.plusSeconds(1), Duration.ofSeconds(2));
    var longer = gates.close(KEY, WHY, NOW.plusSeconds(2), Duration.ofSeconds(60));

    assertThat(List.of(first, shorter, longer))
        .containsExactly(NOW.plusSeconds(30), NOW.plusSeconds(30), NOW.plusSeconds(62));
  }

  @Test
  void isClosedAnewAfterItsTimeAlsoForAShorterOne() {
    gates.close(KEY, WHY, NOW, Duration.ofMinutes(10));

    var again = gates.close(KEY, WHY, NOW.plusSeconds(601), Duration.ofSeconds(2));

    assertThat(again).isEqualTo(NOW.plusSeconds(603));
  }

  @Test
  void isNeverClosedForLongerThanTenMinutes() {
    gates.close(KEY, WHY, NOW, Duration.ofDays(365));

    var gate = gates.closed(KEY, NOW);

    assertThat(gate.orElseThrow().until()).isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void holdsNobodyBackWhenTheClockIsSetBack() {
    gates.close(KEY, WHY, NOW, Duration.ofMinutes(10));

    var gate = gates.closed(KEY, NOW.minusSeconds(3600));

    assertThat(gate).isEmpty();
  }

  @Test
  void isForOneCredentialAtOneEndpoint() {
    gates.close(KEY, WHY, NOW, Duration.ofSeconds(30));

    assertThat(gates.closed(key("staging", "ci", "other", "key"), NOW)).isEmpty();
    assertThat(gates.closed(key("staging", "ci", "dodil", "other"), NOW)).isEmpty();
    assertThat(gates.closed(key("staging", "prod", "dodil", "key"), NOW)).isEmpty();
    assertThat(gates.closed(key("production", "ci", "dodil", "key"), NOW)).isEmpty();
  }

  private static Gates.Key key(String endpoint, String namespace, String secret, String key) {
    return new Gates.Key(endpoint, namespace, secret, List.of(key));
  }
}
