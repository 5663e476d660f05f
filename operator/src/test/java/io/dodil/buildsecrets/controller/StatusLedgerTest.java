package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import org.junit.jupiter.api.Test;

/// The watch is behind what this process knows.
class StatusLedgerTest {

  private static final String UID = "uid-acme";

  private final StatusLedger ledger = new StatusLedger();

  @Test
  void aSpecThatWasReadIsNotTakenBack() {
    var cached = candidate("acme");
    ledger.read(candidate("acme", c -> c.generation(2)), cached);

    assertThat(ledger.overlay(cached).generation()).isEqualTo(2);
  }

  @Test
  void aWatchThatIsAheadWins() {
    ledger.read(candidate("acme", c -> c.generation(2)), candidate("acme"));

    var shown = candidate("acme", c -> c.generation(3));

    assertThat(ledger.overlay(shown)).isEqualTo(shown);
  }

  @Test
  void aRecreatedResourceIsAnother() {
    ledger.read(candidate("acme", c -> c.generation(2)), candidate("acme"));

    var recreated = candidate("acme", c -> c.uid("another"));

    assertThat(ledger.overlay(recreated)).isEqualTo(recreated);
  }

  @Test
  void speaksOfWhatItWrote() {
    assertThat(ledger.speaksOf(UID)).isFalse();

    ledger.written(UID, BuildSecretsStatus.none());

    assertThat(ledger.speaksOf(UID)).isTrue();
  }
}
