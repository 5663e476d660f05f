package io.dodil.buildsecrets.e2e.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.SaveCall;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What tokens say of organizations, and what is done with them: "staging" demands that they name
/// one, "lenient" takes those that name none. In the claims, OWN is the organization of the spec.
@OperatorTest
class OrganizationClaimIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
    var lenient =
        new Endpoint(
            "lenient",
            URI.create(fixture.sandbox().apiUrl()),
            Optional.of(URI.create(fixture.sandbox().tokenUrl())),
            "");
    fixture.startOperator(
        SettingsOverrides.with(t -> t.endpoint(SettingsOverrides.ifNamed(lenient))));
  }

  /// @param claims as JSON; "opaque": the token is no JWT
  private TestNamespace with(String claims) throws JsonProcessingException {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    var fault = claims.equals("opaque") ? new TokenFault.OpaqueToken() : saying(ns, claims);
    fixture.sandbox().faults().token(PlannedFault.always(fault).organization(ns.organization()));
    return ns;
  }

  private static TokenFault saying(TestNamespace ns, String claims) throws JsonProcessingException {
    var json = claims.replace("OWN", ns.organization());
    return new TokenFault.Claims(
        new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {}));
  }

  private static void applyAt(String endpoint, TestNamespace ns) {
    ns.applyYaml(ns.yaml("one", NPM).replace("endpoint: staging", "endpoint: " + endpoint));
  }

  private void assertNothingSent(TestNamespace ns) {
    assertThat(fixture.sandbox().saveCalls())
        .extracting(SaveCall::organization)
        .doesNotContain(ns.organization());
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque", "{}", "{\"organization\":{}}", "{\"organization\":[]}"})
  void oneThatNamesNoneIsRefusedUnlessTheEndpointTakesIt(String claims) throws IOException {
    var ns = with(claims);
    var lenient = with(claims);

    applyAt("staging", ns);
    applyAt("lenient", lenient);

    lenient.awaitReady("one");
    assertThat(lenient.saves()).hasSize(1);
    ns.awaitReason("one", "OrganizationUnnamed");
    GoldenStatus.expect("OrganizationUnnamed", ns, "one");
    assertNothingSent(ns);
  }

  @Test
  void aReadyMadeOneThatNamesNoneIsRefused() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.secret("ready-made", Map.of("token", "nobody-can-read-it"));

    ns.applyWithToken("one", NPM);

    ns.awaitReason("one", "OrganizationUnnamed");
    assertThat(fixture.sandbox().saveCalls())
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
    var ns = with(claims);

    applyAt("lenient", ns);

    ns.awaitReason("one", "OrganizationMismatch");
    assertNothingSent(ns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"organization\":{\"OWN\":{\"id\":\"1\"}},\"org_name\":\"OWN\",\"org_id\":\"1\"}",
        "{\"organization\":[\"OWN\"],\"org_id\":\"1\"}",
        "{\"organization\":{},\"org_name\":\"OWN\"}",
      })
  void oneWhoseClaimsAgreeIsTaken(String claims) throws IOException {
    var ns = with(claims);

    applyAt("staging", ns);

    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(1);
  }
}
