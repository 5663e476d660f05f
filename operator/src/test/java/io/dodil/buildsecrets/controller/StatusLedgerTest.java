package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.testkit.DrivenClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The watch is behind what this process knows.
class StatusLedgerTest {

  private static final String UID = "uid-acme";
  private static final Instant NOW = DrivenClock.START;

  private final StatusLedger ledger = new StatusLedger();

  @Test
  void aSpecThatWasReadIsNotTakenBack() {
    var cached = candidate("acme");
    ledger.read(candidate("acme", c -> c.generation(2)), cached);

    assertThat(ledger.overlay(cached, NOW).generation()).isEqualTo(2);
  }

  @Test
  void aWatchThatIsAheadWins() {
    ledger.read(candidate("acme", c -> c.generation(2)), candidate("acme"));

    var shown = candidate("acme", c -> c.generation(3));

    assertThat(ledger.overlay(shown, NOW)).isEqualTo(shown);
  }

  @Test
  void aRecreatedResourceIsAnother() {
    ledger.read(candidate("acme", c -> c.generation(2)), candidate("acme"));

    var recreated = candidate("acme", c -> c.uid("another"));

    assertThat(ledger.overlay(recreated, NOW)).isEqualTo(recreated);
  }

  @Test
  void knowsWhatItWrote() {
    assertThat(ledger.hasWritten(UID)).isFalse();

    ledger.written(UID, BuildSecretsStatus.none(), NOW);

    assertThat(ledger.hasWritten(UID)).isTrue();
  }

  @Test
  void goingBackAfterALostAnswerIsWritten() {
    var before = candidate("acme", c -> c.saved(NOW)).status();
    ledger.written(UID, before, NOW);
    ledger.notWritten(UID, BuildSecretsStatus.none(), NOW);

    assertThat(ledger.differs(UID, before, before)).as("the lost one may be in force").isTrue();
    assertThat(ledger.backoff(UID, before, NOW)).as("another one does not wait").isEmpty();
  }

  @Test
  void theSameStatusWaitsLongerAfterEachFailure() {
    var next = BuildSecretsStatus.none();

    assertThat(ledger.notWritten(UID, next, NOW)).isEqualTo(Duration.ofSeconds(1));
    assertThat(ledger.notWritten(UID, next, NOW)).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      ledger.notWritten(UID, next, NOW);
    }

    assertThat(ledger.backoff(UID, next, NOW)).contains(Duration.ofMinutes(1));
    assertThat(ledger.backoff(UID, next, NOW.plusSeconds(60))).isEmpty();
    assertThat(ledger.isWritten()).isFalse();
  }
}
