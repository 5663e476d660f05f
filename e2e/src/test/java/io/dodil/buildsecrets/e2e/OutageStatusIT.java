package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the other side mends with time: tried again, never stalled.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageStatusIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage =
        Stage.set(
            cluster,
            Tuning.with(
                t ->
                    t.endpoint(
                        new Endpoint(
                            "closed", URI.create("https://localhost:1"), Optional.empty(), ""))));
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void anApiThatIsSwitchedOff() {
    expect("ApiUnavailable", failing(new Fault.Respond(503)));
  }

  @Test
  void anApiThatIsNotThere() {
    var team = withNpm();
    team.secret("ready-made", Map.of("token", stage.sandbox().issueToken(team.bot())));

    team.applyYaml(team.yamlWithToken("one", NPM).replace("endpoint: staging", "endpoint: closed"));

    team.awaitReason("one", "ApiUnavailable");
    GoldenStatus.expect("ApiUnavailable-unreachable", team, "one");
  }

  @Test
  void anApiThatAsksToWait() {
    expect("RateLimited", failing(new Fault.Respond(429).withHeader("Retry-After", "600")));
  }

  @Test
  void anAnswerThatIsNone() {
    expect("UnexpectedResponse", failing(new Fault.Respond(404)));
  }

  @Test
  void aSaveThatIsNotConfirmed() {
    expect("SaveNotConfirmed", failing(new Fault.SuccessFlag(Fault.SuccessFlag.Value.MISSING)));
  }

  @Test
  void aSaveWithoutAnswer() {
    expect("OutcomeUnknown", failing(new Fault.ResetAfterBody()));
  }

  @Test
  void aTokenEndpointThatIsSwitchedOff() {
    expect("TokenUnavailable", failingAtTokens(new Fault.Respond(500)));
  }

  @Test
  void aTokenEndpointThatAsksToWait() {
    var team = failingAtTokens(new Fault.Respond(429).withHeader("Retry-After", "600"));

    team.awaitReason("one", "RateLimited");
    GoldenStatus.expect("RateLimited-tokens", team, "one");
    team.apply("one", NPM.replace("NPM_TOKEN", "OTHER"));
    team.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
    GoldenStatus.expect("RateLimited-gate", team, "one");
  }

  private Team withNpm() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }

  private Team failing(Fault fault) {
    var team = withNpm();
    stage.sandbox().faults().save(PlannedFault.always(fault).organization(team.organization()));
    team.apply("one", NPM);
    return team;
  }

  private Team failingAtTokens(TokenFault fault) {
    var team = withNpm();
    stage.sandbox().faults().token(PlannedFault.always(fault).organization(team.organization()));
    team.apply("one", NPM);
    return team;
  }

  private static void expect(String reason, Team team) {
    team.awaitReason("one", reason);
    GoldenStatus.expect(reason, team, "one");
  }
}
