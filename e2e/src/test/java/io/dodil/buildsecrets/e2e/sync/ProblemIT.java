package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OperatorTest
class ProblemIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  ProblemIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void waitsForAMissingSecretAndSavesWhenItAppears(TestNamespace ns) {

    ns.apply("one", NPM);

    ns.awaitReason("one", "SecretNotFound");
    assertThat(ns.condition("one", "Ready").message())
        .isEqualTo("Secret \"npm\" not found; nothing has been saved yet");
    assertThat(ns.status("one").isTrue("Reconciling")).isTrue();
    assertThat(ns.saves()).isEmpty();

    ns.secret("npm", Map.of("token", "x"));

    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void keepsWhatIsSavedWhileAKeyIsMissing(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");

    ns.apply("one", NPM.replace("key: token", "key: tokn"));

    ns.awaitReason("one", "SecretKeyNotFound");
    assertThat(ns.condition("one", "Ready").message())
        .isEqualTo("Secret \"npm\" has no key \"tokn\"; the set saved last stays in force");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void namesTheSecretOfABrokenDockerConfig(TestNamespace ns) {
    ns.secret(
        "kubernetes.io/dockerconfigjson",
        "pull",
        Map.of(".dockerconfigjson", "{\"auths\":{\"r.dev\":{\"auth\":\"bm9jb2xvbg==\"}}}"));

    ns.apply("one", "registryCredentialsFrom: [{secretRef: {name: pull}}]");

    ns.awaitReason("one", "InvalidSecretData");
    assertThat(ns.condition("one", "Ready").message())
        .startsWith("Secret \"pull\" holds 1 entry ")
        .endsWith("; nothing has been saved yet");
    assertThat(ns.status("one").isTrue("Stalled")).isTrue();
    assertThat(ns.saves()).isEmpty();
  }

  @Test
  void waitsForAPlaceholderToBeFilled(TestNamespace ns) {
    placeholder(ns, "{}\n");

    ns.apply("one", "registryCredentialsFrom: [{secretRef: {name: pull}}]");

    ns.awaitReason("one", "EmptyPayload");
    assertThat(ns.condition("one", "Ready").message())
        .isEqualTo("Secret \"pull\" holds no registries yet; nothing has been saved yet");
    assertThat(ns.status("one").isTrue("Reconciling")).isTrue();
    assertThat(ns.status("one").isTrue("Stalled")).isFalse();

    placeholder(ns, "{\"auths\":{\"https://ghcr.io\":{\"auth\":\"YTpi\"}}}");

    ns.awaitReady("one");
    assertThat(fixture.sandbox().holdings(ns.organization()).registryCredentials())
        .isEqualTo(Map.of("https://ghcr.io", "YTpi"));
  }

  private static void placeholder(TestNamespace ns, String config) {
    ns.secret("kubernetes.io/dockerconfigjson", "pull", Map.of(".dockerconfigjson", config));
  }

  @Test
  void takesLoginsAsPeopleHaveThem(TestNamespace ns) {
    ns.secret(
        "kaniko",
        Map.of(
            "config.json",
            """
            {"auths": {
              "docker.io": {"username": "a", "password": "b"},
              "https://index.docker.io/v1/access-token": {"username": "a", "password": "x"}}}
            """));
    ns.secret("gcp", Map.of("key.json", "c\nd"));
    ns.secret("local", Map.of("username", "a", "password", "e"));

    ns.apply(
        "one",
        """
        registryCredentialsFrom: [{secretRef: {name: kaniko}}]
        registryCredentials:
          - {registry: gcr.io, secretRef: {name: gcp}, username: _json_key, passwordKey: key.json}
          - {registry: "[fd00:10::5]:5000", secretRef: {name: local}}
          - {registry: quay.io/acme, secretRef: {name: local}}
        """);

    ns.awaitReady("one");
    assertThat(fixture.sandbox().holdings(ns.organization()).registryCredentials())
        .isEqualTo(
            Map.of(
                "https://index.docker.io/v1/", "YTpi",
                "gcr.io", "X2pzb25fa2V5OmMKZA==",
                "[fd00:10::5]:5000", "YTpl",
                "quay.io/acme", "YTpl"));
  }

  @Test
  void saysThatTheCredentialIsRefused() {
    var ns = fixture.newNamespace().withCredential("wrong");
    ns.secret("npm", Map.of("token", "x"));

    ns.apply("one", NPM);

    ns.awaitReason("one", "AuthenticationFailed");
    assertThat(ns.condition("one", "Ready").message())
        .isEqualTo(
            "the token endpoint refused the credential in Secret \"dodil\" (401); nothing has been"
                + " saved yet");
    assertThat(ns.status("one").isTrue("SecretsResolved")).isTrue();
    assertThat(ns.saves()).isEmpty();
  }

  @Test
  void recoversFromAnOutageOfTheApi(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(2)
                .organization(ns.organization()));

    ns.apply("one", NPM);

    ns.awaitReason("one", "ApiUnavailable");
    assertThat(ns.status("one").isTrue("Stalled")).isFalse();
    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void sendsNothingWithATokenOfAnotherOrganization(TestNamespace ns, TestNamespace other) {
    ns.secret("npm", Map.of("token", "x"));

    var foreign =
        new TestNamespace(
            ns.client(), ns.sandbox(), ns.namespace(), other.organization(), ns.bot());
    foreign.apply("one", NPM);

    ns.awaitReason("one", "OrganizationMismatch");
    assertThat(ns.condition("one", "Ready").message())
        .isEqualTo(
            "the credential in Secret \"dodil\" belongs to organization \"%s\", not to \"%s\"; nothing has been saved yet"
                .formatted(ns.organization(), other.organization()));
    assertThat(ns.saves()).isEmpty();
    assertThat(other.saves()).isEmpty();
  }

  @Test
  void saysThatTheEndpointIsNotConfigured(TestNamespace ns) {

    ns.applyYaml(
        """
        apiVersion: ignite.dodil.io/v1alpha1
        kind: BuildSecrets
        metadata: {name: one, namespace: %s}
        spec:
          endpoint: nowhere
          organization: acme
          auth: {clientCredentials: {secretRef: {name: dodil}}}
          gitCredentials: {secretRef: {name: git}}
        """
            .formatted(ns.namespace()));

    ns.awaitReason("one", "EndpointNotConfigured");
    assertThat(ns.condition("one", "SecretsResolved").reason()).isEqualTo("NotEvaluated");
  }
}
