package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import io.dodil.buildsecrets.testkit.Jwt;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What whoever grants access mends: progress at first, stalled when it goes on for a minute.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedStatusIT {

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
  void aCredentialThatTheTokenEndpointRefuses() {
    var team = withNpm().withCredential("wrong");

    team.apply("one", NPM);

    expect("AuthenticationFailed", team, "AuthenticationFailed");
  }

  @Test
  void aReadyMadeTokenThatTheApiRefuses() {
    var team = withNpm();
    var unknown = Jwt.text(Jwt.naming(team.organization(), 1));
    team.secret("ready-made", Map.of("token", unknown));

    team.applyWithToken("one", NPM);

    expect("AuthenticationFailed-token", team, "AuthenticationFailed");
  }

  @Test
  void aCredentialWithoutRights() {
    var team = withNpm();
    refuseSaves(team, new Fault.Respond(403));

    team.apply("one", NPM);

    expect("PermissionDenied", team, "PermissionDenied");
  }

  @Test
  void aTokenOfAnotherOrganization() {
    var team = withNpm();
    var other = stage.newTeam();
    stage
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(
                    new TokenFault.ForeignOrganization(other.organization()))
                .organization(team.organization()));

    team.apply("one", NPM);

    expect("OrganizationMismatch", team, "OrganizationMismatch");
  }

  /// The other side says when to ask again: three refusals make just over a minute.
  @Test
  void refusalsForAMinute() {
    var denied = withNpm();
    var unknown = withNpm();
    refuseSaves(denied, new Fault.Respond(403).withHeader("Retry-After", "31"));
    stage
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

  private Team withNpm() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }

  private void refuseSaves(Team team, Fault fault) {
    stage.sandbox().faults().save(PlannedFault.always(fault).organization(team.organization()));
  }

  private static void expect(String golden, Team team, String reason) {
    team.awaitReason("one", reason);
    GoldenStatus.expect(golden, team, "one");
  }
}
