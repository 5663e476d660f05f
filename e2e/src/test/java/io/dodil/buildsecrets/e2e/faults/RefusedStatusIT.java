package io.dodil.buildsecrets.e2e.faults;

import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import io.dodil.buildsecrets.testkit.Jwt;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What whoever grants access mends: progress at first, stalled when it goes on for a minute.
@Tag("slow")
@OperatorTest
class RefusedStatusIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  RefusedStatusIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void aCredentialThatTheTokenEndpointRefuses() {
    var ns = withNpm().withCredential("wrong");

    ns.apply("one", NPM);

    expect("AuthenticationFailed", ns, "AuthenticationFailed");
  }

  @Test
  void aReadyMadeTokenThatTheApiRefuses() {
    var ns = withNpm();
    var unknown = Jwt.text(Jwt.naming(ns.organization(), 1));
    ns.secret("ready-made", Map.of("token", unknown));

    ns.applyWithToken("one", NPM);

    expect("AuthenticationFailed-token", ns, "AuthenticationFailed");
  }

  @Test
  void aCredentialWithoutRights() {
    var ns = withNpm();
    refuseSaves(ns, new Fault.Respond(403));

    ns.apply("one", NPM);

    expect("PermissionDenied", ns, "PermissionDenied");
  }

  @Test
  void aTokenOfAnotherOrganization() {
    var ns = withNpm();
    var other = fixture.newNamespace();
    fixture
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(
                    new TokenFault.ForeignOrganization(other.organization()))
                .organization(ns.organization()));

    ns.apply("one", NPM);

    expect("OrganizationMismatch", ns, "OrganizationMismatch");
  }

  /// The other side says when to ask again: three refusals make just over a minute.
  @Test
  void refusalsForAMinute() {
    var denied = withNpm();
    var unknown = withNpm();
    refuseSaves(denied, new Fault.Respond(403).withHeader("Retry-After", "31"));
    fixture
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(new Fault.Respond(401).withHeader("Retry-After", "31"))
                .organization(unknown.organization()));

    denied.apply("one", NPM);
    unknown.apply("one", NPM);

    denied.await("one", s -> s.isTrue("Stalled"), Duration.ofSeconds(90));
    unknown.await("one", s -> s.isTrue("Stalled"), Duration.ofSeconds(90));
    GoldenStatus.expect("PermissionDenied-stalled", denied, "one");
    GoldenStatus.expect("AuthenticationFailed-stalled", unknown, "one");
  }

  private TestNamespace withNpm() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }

  private void refuseSaves(TestNamespace ns, Fault fault) {
    fixture.sandbox().faults().save(PlannedFault.always(fault).organization(ns.organization()));
  }

  private static void expect(String golden, TestNamespace ns, String reason) {
    ns.awaitReason("one", reason);
    GoldenStatus.expect(golden, ns, "one");
  }
}
