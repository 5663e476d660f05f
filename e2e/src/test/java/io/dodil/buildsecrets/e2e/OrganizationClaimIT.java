package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.SaveCall;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What tokens say of organizations, and what is done with them: "staging" demands that they name
/// one, "lenient" takes those that name none. In the claims, OWN is the organization of the spec.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationClaimIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) throws IOException {
    stage = Stage.withoutOperator(cluster);
    var lenient =
        new Endpoint(
            "lenient",
            URI.create(stage.sandbox().apiUrl()),
            Optional.of(URI.create(stage.sandbox().tokenUrl())),
            "");
    stage.startOperator(Tuning.with(t -> t.endpoint(Tuning.ifNamed(lenient))));
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  /// @param claims as JSON; "opaque": the token is no JWT
  private Team with(String claims) throws JsonProcessingException {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    var fault = claims.equals("opaque") ? new TokenFault.OpaqueToken() : saying(team, claims);
    stage.sandbox().faults().token(PlannedFault.always(fault).organization(team.organization()));
    return team;
  }

  private static TokenFault saying(Team team, String claims) throws JsonProcessingException {
    var json = claims.replace("OWN", team.organization());
    return new TokenFault.Claims(
        new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {}));
  }

  private static void applyAt(String endpoint, Team team) {
    team.applyYaml(team.yaml("one", NPM).replace("endpoint: staging", "endpoint: " + endpoint));
  }

  private void assertNothingSent(Team team) {
    assertThat(stage.sandbox().saveCalls())
        .extracting(SaveCall::organization)
        .doesNotContain(team.organization());
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque", "{}", "{\"organization\":{}}", "{\"organization\":[]}"})
  void oneThatNamesNoneIsRefusedUnlessTheEndpointTakesIt(String claims) throws IOException {
    var team = with(claims);
    var lenient = with(claims);

    applyAt("staging", team);
    applyAt("lenient", lenient);

    lenient.awaitReady("one");
    assertThat(lenient.saves()).hasSize(1);
    team.awaitReason("one", "OrganizationUnnamed");
    GoldenStatus.expect("OrganizationUnnamed", team, "one");
    assertNothingSent(team);
  }

  @Test
  void aReadyMadeOneThatNamesNoneIsRefused() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.secret("ready-made", Map.of("token", "nobody-can-read-it"));

    team.applyWithToken("one", NPM);

    team.awaitReason("one", "OrganizationUnnamed");
    assertThat(stage.sandbox().saveCalls())
        .as("with a token that the API doesn't know")
        .noneMatch(call -> call.organization().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // none here, another one there
        "{\"organization\":{},\"org_name\":\"beta\"}",
        "{\"organization\":[],\"org_name\":\"beta\"}",
        "{\"organization\":null,\"org_name\":\"beta\"}",
        "{\"organization\":[7],\"org_name\":\"beta\"}",
        // the right one here, another one there
        "{\"organization\":{\"OWN\":{}},\"org_name\":\"beta\"}",
        "{\"organization\":\"OWN\",\"org_name\":\"beta\"}",
        "{\"organization\":{\"OWN\":{\"id\":\"1\"}},\"org_id\":\"2\"}",
        // two in one claim
        "{\"organization\":[\"OWN\",{\"beta\":{\"id\":\"2\"}}]}",
        "{\"organization\":[{\"beta\":{}},\"OWN\"]}",
        "{\"organization\":{\"OWN\":{},\"beta\":{}}}",
      })
  void oneThatContradictsItselfIsNeverSent(String claims) throws IOException {
    var team = with(claims);

    applyAt("lenient", team);

    team.awaitReason("one", "OrganizationMismatch");
    assertNothingSent(team);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"organization\":{\"OWN\":{\"id\":\"1\"}},\"org_name\":\"OWN\",\"org_id\":\"1\"}",
        "{\"organization\":[\"OWN\"],\"org_id\":\"1\"}",
        "{\"organization\":{},\"org_name\":\"OWN\"}",
      })
  void oneWhoseClaimsAgreeIsTaken(String claims) throws IOException {
    var team = with(claims);

    applyAt("staging", team);

    team.awaitReady("one");
    assertThat(team.saves()).hasSize(1);
  }
}
