package io.dodil.buildsecrets.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingChangesTest {

  private static final ResourceId ACME = new ResourceId("ci", "acme", "uid");

  private final ManualTimeSource clock = new ManualTimeSource();
  private final PendingChanges changes = new PendingChanges(clock.monotonic());

  @Test
  void measuresFromTheFirstChangeToTheRunThatDealtWithIt() {
    changes.add(ACME);
    pass(2);
    changes.began(ACME);
    pass(3);

    assertThat(changes.done(ACME)).contains(Duration.ofSeconds(5));
    assertThat(changes.count()).isZero();
  }

  @Test
  void whatComesWhileOneWaitsGoesTogetherWithIt() {
    assertThat(changes.add(ACME)).isFalse();
    pass(1);
    assertThat(changes.add(ACME)).isTrue();

    assertThat(changes.count()).isEqualTo(1);
    assertThat(changes.oldest()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatComesDuringARunIsForTheNextOne() {
    changes.add(ACME);
    changes.began(ACME);
    pass(1);
    assertThat(changes.add(ACME)).isFalse();
    pass(1);
    assertThat(changes.add(ACME)).as("a second one").isTrue();

    assertThat(changes.done(ACME)).contains(Duration.ofSeconds(2));
    assertThat(changes.oldest()).isEqualTo(Duration.ofSeconds(1));
    changes.began(ACME);
    assertThat(changes.done(ACME)).contains(Duration.ofSeconds(1));
  }

  @Test
  void whatCouldNotBeDoneGoesOnWaitingWithWhatCameMeanwhile() {
    changes.add(ACME);
    changes.began(ACME);
    pass(1);
    changes.add(ACME);
    changes.postponed(ACME);
    pass(9);

    assertThat(changes.oldest()).isEqualTo(Duration.ofSeconds(10));
    changes.began(ACME);
    assertThat(changes.done(ACME)).contains(Duration.ofSeconds(10));
    assertThat(changes.count()).isZero();
  }

  @Test
  void aRunWithoutAChangeHasNoReactionTime() {
    changes.began(ACME);

    assertThat(changes.done(ACME)).isEmpty();
  }

  @Test
  void aRunThatHadBegunBeforeTheChangeLeavesItWaiting() {
    changes.began(ACME);
    changes.add(ACME);

    assertThat(changes.done(ACME)).isEmpty();
    assertThat(changes.count()).isEqualTo(1);
  }

  @Test
  void whatIsGoneWaitsForNothing() {
    changes.add(ACME);
    changes.forget(ACME);

    assertThat(changes.count()).isZero();
    assertThat(changes.oldest()).isZero();
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
