package io.dodil.buildsecrets.e2e;

import static java.util.stream.Collectors.joining;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.testkit.Jwt;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What only a change of the input mends: stalled at once.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvalidStatusIT {

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
  void secretDataThatCanNotBeUsed() {
    var team = stage.newTeam();
    team.secret(
        "kubernetes.io/dockerconfigjson",
        "pull",
        Map.of(".dockerconfigjson", "{\"auths\":{\"r.dev\":{\"auth\":\"bm9jb2xvbg==\"}}}"));

    team.apply("one", "registryCredentialsFrom: [{secretRef: {name: pull}}]");

    expect(team, "InvalidSecretData");
  }

  @Test
  void twoSourcesOfOneName() {
    var team = stage.newTeam();
    team.secret("here", Map.of("TOKEN", "x"));
    team.secret("there", Map.of("TOKEN", "y"));

    team.apply("one", "buildSecretsFrom: [{secretRef: {name: here}}, {secretRef: {name: there}}]");

    expect(team, "DuplicateEntry");
  }

  @Test
  void nothingLeftToSave() {
    var team = stage.newTeam();

    team.apply("one", "buildSecretsFrom: [{secretRef: {name: nowhere, optional: true}}]");

    expect(team, "EmptyPayload");
  }

  @Test
  void moreThanOneRequestMayHold() {
    var team = stage.newTeam();
    team.secret("here", Map.of("A", "x".repeat(600_000)));
    team.secret("there", Map.of("B", "x".repeat(600_000)));

    team.apply("one", "buildSecretsFrom: [{secretRef: {name: here}}, {secretRef: {name: there}}]");

    expect(team, "PayloadTooLarge");
  }

  @Test
  void aSpecOfMoreThanTheOperatorKeeps() {
    var team = stage.newTeam();

    team.apply("one", "buildSecretsFrom: [%s]".formatted(longImports()));

    expect(team, "SpecTooLarge");
  }

  /// 20 Secrets with 64 keys of 60 characters each.
  private static String longImports() {
    var keys = IntStream.range(0, 64).mapToObj(i -> "k%d-%s".formatted(i, "x".repeat(55))).toList();
    return IntStream.range(0, 20)
        .mapToObj(i -> "{secretRef: {name: s%d}, keys: %s}".formatted(i, keys))
        .collect(joining(", "));
  }

  @Test
  void aSecretOfTheClusterItself() {
    var team = stage.newTeam();
    team.secret("helm.sh/release.v1", "npm", Map.of("token", "x"));

    team.apply("one", NPM);

    expect(team, "SecretForbidden");
  }

  @Test
  void contentThatTheApiRefuses() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    fault(team, new Fault.Respond(422));

    team.apply("one", NPM);

    expect(team, "PayloadRejected");
  }

  @Test
  void aRedirect() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    fault(team, new Fault.Redirect(307, "https://elsewhere.invalid/"));

    team.apply("one", NPM);

    expect(team, "RedirectRejected");
  }

  @Test
  void aTokenWhoseTimeIsOver() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.secret(
        "ready-made",
        Map.of(
            "token",
            Jwt.text(
                Jwt.of(
                    "{\"organization\":{\"%s\":{}},\"exp\":1700000000}"
                        .formatted(team.organization())))));

    team.applyWithToken("one", NPM);

    expect(team, "TokenExpired");
  }

  private void fault(Team team, Fault fault) {
    stage.sandbox().faults().save(PlannedFault.always(fault).organization(team.organization()));
  }

  private static void expect(Team team, String reason) {
    team.awaitReason("one", reason);
    GoldenStatus.expect(reason, team, "one");
  }
}
