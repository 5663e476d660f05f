package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The watch is behind what this process knows.
class StatusCacheTest {

  private static final String UID = "uid-acme";
  private static final Instant NOW = ManualTimeSource.START;

  private final StatusCache statuses = new StatusCache();

  @Test
  void aSpecThatWasReadIsNotTakenBack() {
    var cached = resource("acme");
    statuses.read(resource("acme", c -> c.generation(2)), cached);

    assertThat(statuses.overlay(cached, NOW).generation()).isEqualTo(2);
  }

  @Test
  void aWatchThatIsAheadWins() {
    statuses.read(resource("acme", c -> c.generation(2)), resource("acme"));

    var shown = resource("acme", c -> c.generation(3));

    assertThat(statuses.overlay(shown, NOW)).isEqualTo(shown);
  }

  @Test
  void aRecreatedResourceIsAnother() {
    statuses.read(resource("acme", c -> c.generation(2)), resource("acme"));

    var recreated = resource("acme", c -> c.uid("another"));

    assertThat(statuses.overlay(recreated, NOW)).isEqualTo(recreated);
  }

  @Test
  void knowsWhatItWrote() {
    assertThat(statuses.hasWritten(UID)).isFalse();

    statuses.written(UID, BuildSecretsStatus.none(), NOW);

    assertThat(statuses.hasWritten(UID)).isTrue();
  }

  @Test
  void goingBackAfterALostAnswerIsWritten() {
    var before = resource("acme", c -> c.saved(NOW)).status();
    statuses.written(UID, before, NOW);
    statuses.notWritten(UID, BuildSecretsStatus.none(), NOW);

    assertThat(statuses.differs(UID, before, before)).as("the lost one may be in force").isTrue();
    assertThat(statuses.backoff(UID, before, NOW)).as("another one does not wait").isEmpty();
  }

  @Test
  void whatAFailedWriteWouldReplaceIsNobodyElses() {
    var before = resource("acme", c -> c.saved(NOW));
    statuses.written(UID, before.status(), NOW);
    statuses.notWritten(UID, BuildSecretsStatus.none(), NOW);
    var later = NOW.plus(StatusCache.SHOWN_WITHIN);

    assertThat(statuses.shown(before, later)).isEqualTo(StatusCache.Shown.OURS);
    assertThat(statuses.shown(resource("acme", c -> c.saved(later)), later))
        .isEqualTo(StatusCache.Shown.FOREIGN);
  }

  @Test
  void saysWhenItIsKnownWhoseStatusTheWatchShows() {
    statuses.written(UID, resource("acme", c -> c.saved(NOW)).status(), NOW);
    var later = NOW.plusSeconds(4);

    assertThat(statuses.shown(resource("acme"), later)).isEqualTo(StatusCache.Shown.UNDECIDED);

    assertThat(statuses.decidedIn(UID, later)).contains(Duration.ofSeconds(6));
    assertThat(statuses.decidedIn(UID, NOW.plus(StatusCache.SHOWN_WITHIN))).isEmpty();
  }

  @Test
  void theSameStatusWaitsLongerAfterEachFailure() {
    var next = BuildSecretsStatus.none();

    assertThat(statuses.notWritten(UID, next, NOW)).isEqualTo(Duration.ofSeconds(1));
    assertThat(statuses.notWritten(UID, next, NOW)).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      statuses.notWritten(UID, next, NOW);
    }

    assertThat(statuses.backoff(UID, next, NOW)).contains(Duration.ofMinutes(1));
    assertThat(statuses.backoff(UID, next, NOW.plusSeconds(60))).isEmpty();
    assertThat(statuses.isWritten()).isFalse();
  }
}
