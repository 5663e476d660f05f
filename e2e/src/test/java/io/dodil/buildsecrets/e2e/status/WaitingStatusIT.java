package io.dodil.buildsecrets.e2e.status;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.model.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is not there yet: progress until the deadline.
@OperatorTest
class WaitingStatusIT {

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
                    t.progressDeadline(Duration.ofSeconds(3))
                        .endpoint(
                            new Endpoint(
                                "bare",
                                URI.create("https://bare.invalid"),
                                Optional.empty(),
                                ""))));
  }

  @Test
  void aSecretThatIsMissing() {
    var ns = fixture.newNamespace();

    ns.apply("one", NPM);

    expect("SecretNotFound", ns, "one", "SecretNotFound");
  }

  @Test
  void aKeyThatIsMissing() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");

    ns.apply("one", NPM.replace("key: token", "key: tokn"));

    expect("SecretKeyNotFound", ns, "one", "SecretKeyNotFound");
  }

  @Test
  void nothingLeftToSave() {
    var ns = fixture.newNamespace();

    ns.apply("one", "buildSecretsFrom: [{secretRef: {name: nowhere, optional: true}}]");

    expect("EmptyPayload", ns, "one", "EmptyPayload");
  }

  @Test
  void severalProblemsTheWorstFirst() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", ""));
    ns.secret("args", Map.of("A", "x", "1B", "y"));

    ns.apply(
        "one",
        """
        gitCredentials: {secretRef: {name: git}}
        buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: tokn}}]
        buildSecretsFrom: [{secretRef: {name: args}}]
        """);

    expect("SeveralProblems", ns, "one", "InvalidSecretData");
  }

  @Test
  void anEndpointThatNobodyConfigured() {
    var ns = fixture.newNamespace();

    ns.applyYaml(ns.yaml("one", NPM).replace("endpoint: staging", "endpoint: nowhere"));

    expect("EndpointNotConfigured", ns, "one", "EndpointNotConfigured");
  }

  @Test
  void anEndpointWithoutTokenUrl() {
    var ns = fixture.newNamespace();

    ns.applyYaml(ns.yaml("one", NPM).replace("endpoint: staging", "endpoint: bare"));

    expect("EndpointNotConfigured-tokenUrl", ns, "one", "EndpointNotConfigured");
  }

  @Test
  void anOrganizationThatHasAnOwner() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");

    ns.apply("two", NPM);

    expect("TargetConflict", ns, "two", "TargetConflict");
  }

  @Test
  void anOrganizationThatHasAnOwnerElsewhere() {
    var ns = fixture.newNamespace();
    var other = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");

    other.applyYaml(other.yaml("one", NPM).replace(other.organization(), ns.organization()));

    expect("TargetConflict-elsewhere", other, "one", "TargetConflict");
  }

  @Test
  void aDeadlineThatPasses() {
    var ns = fixture.newNamespace();

    ns.apply("one", NPM);

    ns.await("one", s -> s.isTrue("Stalled"));
    GoldenStatus.expect("ProgressDeadlineExceeded", ns, "one");
    ns.secret("npm", Map.of("token", "x"));
    ns.awaitReady("one");
    GoldenStatus.expect("Succeeded", ns, "one");
  }

  private static void expect(String golden, TestNamespace ns, String resource, String reason) {
    ns.awaitReason(resource, reason);
    GoldenStatus.expect(golden, ns, resource);
  }
}
