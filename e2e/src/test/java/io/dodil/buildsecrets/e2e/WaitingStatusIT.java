package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.model.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is not there yet: progress until the deadline.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingStatusIT {

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
                    t.progressDeadline(Duration.ofSeconds(3))
                        .endpoint(
                            new Endpoint(
                                "bare",
                                URI.create("https://bare.invalid"),
                                Optional.empty(),
                                ""))));
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void aSecretThatIsMissing() {
    var team = stage.newTeam();

    team.apply("one", NPM);

    expect("SecretNotFound", team, "one", "SecretNotFound");
  }

  @Test
  void aKeyThatIsMissing() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", NPM);
    team.awaitReady("one");

    team.apply("one", NPM.replace("key: token", "key: tokn"));

    expect("SecretKeyNotFound", team, "one", "SecretKeyNotFound");
  }

  @Test
  void severalProblemsTheWorstFirst() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", ""));
    team.secret("args", Map.of("A", "x", "1B", "y"));

    team.apply(
        "one",
        """
        gitCredentials: {secretRef: {name: git}}
        buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: tokn}}]
        buildSecretsFrom: [{secretRef: {name: args}}]
        """);

    expect("SeveralProblems", team, "one", "InvalidSecretData");
  }

  @Test
  void anEndpointThatNobodyConfigured() {
    var team = stage.newTeam();

    team.applyYaml(team.yaml("one", NPM).replace("endpoint: staging", "endpoint: nowhere"));

    expect("EndpointNotConfigured", team, "one", "EndpointNotConfigured");
  }

  @Test
  void anEndpointWithoutTokenUrl() {
    var team = stage.newTeam();

    team.applyYaml(team.yaml("one", NPM).replace("endpoint: staging", "endpoint: bare"));

    expect("EndpointNotConfigured-tokenUrl", team, "one", "EndpointNotConfigured");
  }

  @Test
  void anOrganizationThatHasAnOwner() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", NPM);
    team.awaitReady("one");

    team.apply("two", NPM);

    expect("TargetConflict", team, "two", "TargetConflict");
  }

  @Test
  void anOrganizationThatHasAnOwnerElsewhere() {
    var team = stage.newTeam();
    var other = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", NPM);
    team.awaitReady("one");

    other.applyYaml(other.yaml("one", NPM).replace(other.organization(), team.organization()));

    expect("TargetConflict-elsewhere", other, "one", "TargetConflict");
  }

  @Test
  void aDeadlineThatPasses() {
    var team = stage.newTeam();

    team.apply("one", NPM);

    team.await("one", s -> s.isTrue("Stalled"));
    GoldenStatus.expect("ProgressDeadlineExceeded", team, "one");
    team.secret("npm", Map.of("token", "x"));
    team.awaitReady("one");
    GoldenStatus.expect("Succeeded", team, "one");
  }

  private static void expect(String golden, Team team, String resource, String reason) {
    team.awaitReason(resource, reason);
    GoldenStatus.expect(golden, team, resource);
  }
}
