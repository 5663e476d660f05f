package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A standby sees what the process that leads records of requests in doubt.
class StatusReaderTest {

  private static final Target ACME = new Target(SettingsBuilder.API, "acme");

  private final ManualTimeSource clock = new ManualTimeSource();
  private final StatusCache statuses = new StatusCache();
  private final InDoubtRequests inDoubt =
      new InDoubtRequests(Duration.ofSeconds(30), Duration.ofSeconds(15));
  private final StatusReader reader = new StatusReader(statuses, inDoubt);

  @Test
  void aRecordThatIsReplacedAndThenConfirmedCountsNoMore() {
    shows(record("acme", 10));
    shows(record("acme", 20));
    assertThat(inDoubt.due(ACME)).contains(ManualTimeSource.START.plusSeconds(20));

    shows(null);

    assertThat(inDoubt.size()).isZero();
  }

  @Test
  void aRecordThatAnotherStatusHoldsStillCounts() {
    shows("rival", record("acme", 10));
    shows(record("acme", 10));

    shows("rival", null);
    assertThat(inDoubt.due(ACME)).contains(ManualTimeSource.START.plusSeconds(10));
    shows(null);

    assertThat(inDoubt.size()).isZero();
  }

  @Test
  void recordsOfSeveralTimesAreWithdrawnTogether() {
    shows("rival", record("acme", 10));
    shows(record("acme", 20));

    shows("rival", null);
    shows(null);

    assertThat(inDoubt.size()).isZero();
  }

  @Test
  void aRecordOfAnotherTargetReplacesTheOneBefore() {
    shows(record("beta", 10));

    shows(record("acme", 20));

    assertThat(inDoubt.targets()).containsExactly(ACME);
  }

  @Test
  void aRecordIsKeptWhenSomebodyOverwritesOurStatus() {
    statuses.written("uid-acme", BuildSecretsStatus.none(), clock.instant());
    clock.advance(Duration.ofSeconds(10));
    shows(record("acme", 20));

    shows(record("acme", 30));
    reader.read(resource("acme", c -> c.saved(ManualTimeSource.START)), clock.now());

    assertThat(inDoubt.due(ACME)).contains(ManualTimeSource.START.plusSeconds(30));
  }

  private static InDoubt record(String organization, int seconds) {
    var until = ManualTimeSource.START.plusSeconds(seconds);
    return new InDoubt(until, "staging", SettingsBuilder.API, organization);
  }

  private void shows(@Nullable InDoubt record) {
    shows("acme", record);
  }

  private void shows(String name, @Nullable InDoubt record) {
    Resource resource = resource(name);
    reader.read(resource.with(resource.status().withInDoubtUntil(record)), clock.now());
  }
}
