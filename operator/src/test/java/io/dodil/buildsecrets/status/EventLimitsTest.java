package io.dodil.buildsecrets.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLimitsTest {

  private static final Instant NOW = Instant.EPOCH;

  private final EventLimits limits = new EventLimits();

  @Test
  void admitsTheBurstAndNoMore() {
    assertThat(admitted("one", NOW, 100)).isEqualTo(25);
  }

  @Test
  void admitsOneMoreEveryFiveMinutes() {
    admitted("one", NOW, 25);

    assertThat(limits.admits("one", NOW.plus(Duration.ofMinutes(5)).minusMillis(1))).isFalse();
    assertThat(admitted("one", NOW.plus(Duration.ofMinutes(5)), 9)).isEqualTo(1);
    assertThat(admitted("one", NOW.plus(Duration.ofMinutes(20)), 9)).isEqualTo(3);
  }

  @Test
  void savesNoMoreThanTheBurst() {
    admitted("one", NOW, 1);

    assertThat(admitted("one", NOW.plus(Duration.ofDays(30)), 100)).isEqualTo(25);
  }

  @Test
  void takesNothingFromAnother() {
    admitted("hostile", NOW, 10_000);

    assertThat(admitted("other", NOW, 25)).isEqualTo(25);
  }

  @Test
  void keepsNothingOfAResourceThatIsGone() {
    admitted("one", NOW, 1);
    admitted("two", NOW, 1);
    assertThat(limits.size()).isEqualTo(2);

    limits.forget("one");

    assertThat(limits.size()).isEqualTo(1);
  }

  private long admitted(String uid, Instant at, int asked) {
    return IntStream.range(0, asked).filter(_ -> limits.admits(uid, at)).count();
  }
}
