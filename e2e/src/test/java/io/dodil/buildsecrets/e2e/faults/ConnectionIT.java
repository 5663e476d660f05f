package io.dodil.buildsecrets.e2e.faults;

import static io.dodil.buildsecrets.e2e.faults.FaultRow.Next.RECOVERS;
import static io.dodil.buildsecrets.e2e.faults.FaultRow.fault;
import static io.dodil.buildsecrets.e2e.harness.RelayedEndpoints.Call.SAVE;
import static io.dodil.buildsecrets.e2e.harness.RelayedEndpoints.Call.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.RelayedEndpoints;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// Connections that break, and calls that take longer than they may. Each row has a connection of
/// its own, as all calls to one host share one.
@OperatorTest
class ConnectionIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration TOO_LATE = TIMEOUT.plusSeconds(2);

  static final List<FaultRow> SAVES =
      List.of(
          fault(new Fault.ResetBeforeBody(), "OutcomeUnknown", RECOVERS),
          fault(new Fault.ResetAfterBody(), "OutcomeUnknown", RECOVERS),
          fault(new Fault.ResetAfterStore(), "OutcomeUnknown", RECOVERS),
          fault(new Fault.NeverAnswer(false), "OutcomeUnknown", RECOVERS),
          fault(new Fault.NeverAnswer(true), "OutcomeUnknown", RECOVERS).called("stored, silent"),
          fault(new Fault.Delay(TOO_LATE), "OutcomeUnknown", RECOVERS),
          fault(new Fault.EndlessBody(), "SaveNotConfirmed", RECOVERS));

  static final List<FaultRow> TOKENS =
      List.of(
          fault(new Fault.ResetBeforeBody(), "TokenUnavailable", RECOVERS),
          fault(new Fault.ResetAfterBody(), "TokenUnavailable", RECOVERS),
          fault(new Fault.ResetAfterStore(), "TokenUnavailable", RECOVERS),
          fault(new Fault.NeverAnswer(false), "TokenUnavailable", RECOVERS),
          fault(new Fault.Delay(TOO_LATE), "TokenUnavailable", RECOVERS),
          fault(new Fault.EndlessBody(), "TokenUnavailable", RECOVERS));

  private final RelayedEndpoints ways = new RelayedEndpoints();
  private OperatorFixture fixture;
  private FaultRuns saves;
  private FaultRuns tokens;

  @BeforeAll
  void meetThemAll(Cluster cluster) {
    SAVES.forEach(row -> ways.with(way("save", row), SAVE));
    TOKENS.forEach(row -> ways.with(way("token", row), TOKEN));
    ways.with("late", SAVE).with("api-away", SAVE).with("token-away", TOKEN);
    fixture =
        OperatorFixture.start(
            cluster, SettingsOverrides.with(t -> unresolvable(t.ways(ways).callTimeout(TIMEOUT))));
    saves = FaultRuns.start(SAVES, row -> FaultCase.ofSave(on(way("save", row)), row));
    tokens = FaultRuns.start(TOKENS, row -> FaultCase.ofToken(on(way("token", row)), row));
  }

  @AfterAll
  void strike() throws IOException {
    fixture.close();
    ways.close();
  }

  private static void unresolvable(SettingsOverrides tuning) {
    var api = tuning.endpoint("staging").apiUrl();
    var token = tuning.endpoint("staging").tokenUrl();
    var nowhere = URI.create("https://no-such-host.invalid");
    tuning
        .endpoint(new Endpoint("api-unresolvable", nowhere, token, ""))
        .endpoint(new Endpoint("token-unresolvable", api, Optional.of(nowhere), ""));
  }

  private static String way(String call, FaultRow row) {
    return call + "-" + row.what().replaceAll("[^a-z]", "");
  }

  private FullResource on(String way) {
    return FullResource.on(fixture, way);
  }

  @ParameterizedTest
  @FieldSource("SAVES")
  void aSaveThatBreaksLeavesWholeSetsOnly(FaultRow row) {
    FaultCase.verify(row, saves.of(row));
  }

  @ParameterizedTest
  @FieldSource("TOKENS")
  void aTokenCallThatBreaksSendsNothing(FaultRow row) {
    FaultCase.verify(row, tokens.of(row));
    assertThat(tokens.of(row).sets()).hasSize(1);
  }

  @Test
  void aSaveThatIsStoredAfterEverybodyGaveItUpIsAWholeSetToo() {
    var trial = on("late");
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>once(new Fault.StoreLate(TOO_LATE))
                .organization(trial.ns().organization()));

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "OutcomeUnknown");
    trial.awaitSaved(1);
    trial.ns().awaitSaves(2);
    assertThat(trial.ns().saves()).allMatch(save -> save.sent().equals(FullResource.set("new")));
  }

  @ParameterizedTest
  @CsvSource({
    "api-unresolvable,   ApiUnavailable,   the API",
    "token-unresolvable, TokenUnavailable, the token endpoint"
  })
  void saysThatAHostNameCantBeResolved(String endpoint, String reason, String party) {
    var trial = on(endpoint);

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, reason);
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .startsWith("the host name of " + party + " can't be resolved")
        .doesNotContain("no-such-host");
  }

  @Test
  void waitsForAnApiThatRefusesConnections() throws IOException {
    var trial = on("api-away");
    ways.of("api-away").refuse();

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "ApiUnavailable");
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .startsWith("the API can't be reached");
    ways.of("api-away").accept();
    trial.awaitSaved(1);
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void waitsForATokenEndpointThatRefusesConnections() throws IOException {
    var trial = on("token-away");
    ways.of("token-away").refuse();

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "TokenUnavailable");
    assertThat(trial.puts()).isZero();
    ways.of("token-away").accept();
    trial.awaitSaved(1);
    assertThat(trial.tokenCalls()).isEqualTo(1);
  }
}
