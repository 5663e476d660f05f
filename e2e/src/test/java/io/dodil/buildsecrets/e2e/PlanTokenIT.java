package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// `plan --check-token` asks the token endpoint and judges as the operator would; it never saves.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTokenIT {

  private final Cluster cluster;
  private Stage stage;
  private Path configuration;

  PlanTokenIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void set() throws IOException {
    stage = Stage.withoutOperator(cluster);
    configuration =
        stage.configurationFile(Files.createTempFile("plan", ".yaml"), new Ports(8081, 8080));
    // whether a token comes at all, not how soon
    Files.writeString(
        configuration, Files.readString(configuration).replace("timeout: 5s", "timeout: 60s"));
  }

  @AfterAll
  void strike() throws IOException {
    assertThat(stage.sandbox().saveCalls()).isEmpty();
    stage.close();
  }

  private Team team() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", GROUPS);
    return team;
  }

  private static final String GROUPS =
      "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]";

  private Planned plan(Team team) throws Exception {
    return Planned.by(
        Person.administrator(cluster),
        "",
        "plan",
        "-n",
        team.namespace(),
        "one",
        "--config",
        configuration.toString(),
        "--check-token");
  }

  private Planned planWith(Team team, TokenFault fault) throws Exception {
    stage.sandbox().faults().token(PlannedFault.always(fault).organization(team.organization()));
    return plan(team);
  }

  @Test
  void aGoodOneIsOfTheOrganization() throws Exception {
    var team = team();

    var plan = plan(team);

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains(
            "token      the token endpoint gave a token that is of organization \"%s\""
                .formatted(team.organization()));
    assertThat(stage.sandbox().tokenCalls()).anyMatch(c -> c.client().equals(team.bot()));
  }

  @Test
  void oneOfAnotherOrganizationWouldSendNothing() throws Exception {
    var team = team();
    var other = stage.newTeam();

    var plan = planWith(team, new TokenFault.ForeignOrganization(other.organization()));

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out())
        .contains(
            "problem    the credential belongs to organization \"%s\", not to \"%s\" (OrganizationMismatch)"
                .formatted(other.organization(), team.organization()));
  }

  @Test
  void aRefusedCredentialIsAProblem() throws Exception {
    var team = team();
    team.secret("dodil", Map.of("client-id", team.bot(), "client-secret", "wrong"));

    var plan = plan(team);

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out())
        .contains(
            "problem    the token endpoint refused the credential (401) (AuthenticationFailed)");
  }

  @Test
  void oneThatNamesNoOrganizationWouldSendNothing() throws Exception {
    var plan = planWith(team(), new TokenFault.OpaqueToken());

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out())
        .contains("problem    the token names no organization;")
        .contains("(OrganizationUnnamed)");
  }

  @Test
  void anOutageSaysNothingOfTheOperator() throws Exception {
    var plan = planWith(team(), new Fault.Respond(503));

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.out()).contains("the token endpoint gave no usable token (503)");
  }

  @Test
  void aReadyMadeOneIsLookedAtWithoutACall() throws Exception {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    var other = stage.newTeam();
    team.secret("ready-made", Map.of("token", stage.sandbox().issueToken(other.bot())));
    team.applyWithToken("one", GROUPS);

    var plan = plan(team);

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out()).contains("(OrganizationMismatch)");
    assertThat(stage.sandbox().tokenCalls()).noneMatch(c -> c.client().equals(team.bot()));
  }
}
