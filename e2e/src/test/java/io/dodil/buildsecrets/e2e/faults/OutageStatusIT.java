package io.dodil.buildsecrets.e2e.faults;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the other side mends with time: tried again, never stalled.
@OperatorTest
class OutageStatusIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture =
        OperatorFixture.start(
            cluster,
            SettingsOverrides.with(
                t ->
                    t.endpoint(
                        new Endpoint(
                            "closed", URI.create("https://localhost:1"), Optional.empty(), ""))));
  }

  @Test
  void anApiThatIsSwitchedOff() {
    expect("ApiUnavailable", failing(new Fault.Respond(503)));
  }

  @Test
  void anApiThatIsNotThere() {
    var ns = withNpm();
    ns.secret("ready-made", Map.of("token", fixture.sandbox().issueToken(ns.bot())));

    ns.applyYaml(ns.yamlWithToken("one", NPM).replace("endpoint: staging", "endpoint: closed"));

    ns.awaitReason("one", "ApiUnavailable");
    GoldenStatus.expect("ApiUnavailable-unreachable", ns, "one");
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
    var ns = failingAtTokens(new Fault.Respond(429).withHeader("Retry-After", "600"));

    ns.awaitReason("one", "RateLimited");
    GoldenStatus.expect("RateLimited-tokens", ns, "one");
    ns.apply("one", NPM.replace("NPM_TOKEN", "OTHER"));
    ns.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
    GoldenStatus.expect("RateLimited-gate", ns, "one");
  }

  private TestNamespace withNpm() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }

  private TestNamespace failing(Fault fault) {
    var ns = withNpm();
    fixture.sandbox().faults().save(PlannedFault.always(fault).organization(ns.organization()));
    ns.apply("one", NPM);
    return ns;
  }

  private TestNamespace failingAtTokens(TokenFault fault) {
    var ns = withNpm();
    fixture.sandbox().faults().token(PlannedFault.always(fault).organization(ns.organization()));
    ns.apply("one", NPM);
    return ns;
  }

  private static void expect(String reason, TestNamespace ns) {
    ns.awaitReason("one", reason);
    GoldenStatus.expect(reason, ns, "one");
  }
}
