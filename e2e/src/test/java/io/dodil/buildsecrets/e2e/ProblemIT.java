package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void waitsForAMissingSecretAndSavesWhenItAppears() {
    var team = stage.newTeam();

    team.apply("one", NPM);

    team.awaitReason("one", "SecretNotFound");
    assertThat(team.condition("one", "Ready").message())
        .isEqualTo("Secret \"npm\" not found; nothing has been saved yet");
    assertThat(team.status("one").isTrue("Reconciling")).isTrue();
    assertThat(team.saves()).isEmpty();

    team.secret("npm", Map.of("token", "x"));

    team.awaitReady("one");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void keepsWhatIsSavedWhileAKeyIsMissing() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", NPM);
    team.awaitReady("one");

    team.apply("one", NPM.replace("key: token", "key: tokn"));

    team.awaitReason("one", "SecretKeyNotFound");
    assertThat(team.condition("one", "Ready").message())
        .isEqualTo("Secret \"npm\" has no key \"tokn\"; the set saved last stays in force");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void namesTheSecretOfABrokenDockerConfig() {
    var team = stage.newTeam();
    team.secret(
        "kubernetes.io/dockerconfigjson",
        "pull",
        Map.of(".dockerconfigjson", "{\"auths\":{\"r.dev\":{\"auth\":\"bm9jb2xvbg==\"}}}"));

    team.apply("one", "registryCredentialsFrom: [{secretRef: {name: pull}}]");

    team.awaitReason("one", "InvalidSecretData");
    assertThat(team.condition("one", "Ready").message())
        .startsWith("Secret \"pull\" holds 1 entry ")
        .endsWith("; nothing has been saved yet");
    assertThat(team.status("one").isTrue("Stalled")).isTrue();
    assertThat(team.saves()).isEmpty();
  }

  @Test
  void saysThatTheCredentialIsRefused() {
    var team = stage.newTeam().withCredential("wrong");
    team.secret("npm", Map.of("token", "x"));

    team.apply("one", NPM);

    team.awaitReason("one", "AuthenticationFailed");
    assertThat(team.condition("one", "Ready").message())
        .isEqualTo("the token endpoint refused the credential (401); nothing has been saved yet");
    assertThat(team.status("one").isTrue("SecretsResolved")).isTrue();
    assertThat(team.saves()).isEmpty();
  }

  @Test
  void recoversFromAnOutageOfTheApi() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    stage
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(2)
                .organization(team.organization()));

    team.apply("one", NPM);

    team.awaitReason("one", "ApiUnavailable");
    assertThat(team.status("one").isTrue("Stalled")).isFalse();
    team.awaitReady("one");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void sendsNothingWithATokenOfAnotherOrganization() {
    var team = stage.newTeam();
    var other = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));

    var foreign =
        new Team(team.client(), team.sandbox(), team.namespace(), other.organization(), team.bot());
    foreign.apply("one", NPM);

    team.awaitReason("one", "OrganizationMismatch");
    assertThat(team.condition("one", "Ready").message())
        .isEqualTo(
            "the credential belongs to organization \"%s\", not to \"%s\"; nothing has been saved yet"
                .formatted(team.organization(), other.organization()));
    assertThat(team.saves()).isEmpty();
    assertThat(other.saves()).isEmpty();
  }

  @Test
  void saysThatTheEndpointIsNotConfigured() {
    var team = stage.newTeam();

    team.applyYaml(
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
            .formatted(team.namespace()));

    team.awaitReason("one", "EndpointNotConfigured");
    assertThat(team.condition("one", "SecretsResolved").reason()).isEqualTo("NotEvaluated");
  }
}
