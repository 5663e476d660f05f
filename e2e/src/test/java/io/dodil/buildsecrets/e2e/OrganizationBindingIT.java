package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Organization;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.SaveCall;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `organizations`: who may save to which organization, whatever credentials he brings.
@ExtendWith(SharedCluster.class)
class OrganizationBindingIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void onlyTheNamespaceThatIsBoundMaySave(Cluster cluster) throws IOException {
    try (var stage = Stage.withoutOperator(cluster)) {
      var bound = withNpm(stage);
      var stranger = withNpm(stage);
      stage.startOperator(Tuning.with(t -> t.allow(bound.organization(), bound.namespace())));

      stranger.apply("own", NPM);
      stranger.applyYaml(
          stranger.yaml("theirs", NPM).replace(stranger.organization(), bound.organization()));
      bound.apply("one", NPM);

      bound.awaitReady("one");
      stranger.awaitReason("own", "OrganizationNotAllowed");
      stranger.awaitReason("theirs", "OrganizationNotAllowed");
      GoldenStatus.expect("OrganizationNotAllowed", stranger, "theirs");
      assertThat(bound.saves()).hasSize(1);
      assertThat(stage.sandbox().tokenCalls()).hasSize(1);
    }
  }

  @Test
  void aTokenThatNobodyCanReadIsNoProof(Cluster cluster) throws IOException {
    try (var stage = Stage.withoutOperator(cluster)) {
      var team = withNpm(stage);
      stage
          .sandbox()
          .faults()
          .token(
              PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken())
                  .organization(team.organization()));
      stage.startOperator(
          Tuning.with(t -> t.ifNamed().allow(team.organization(), team.namespace())));

      team.apply("one", NPM);

      team.awaitReason("one", "OrganizationUnnamed");
      assertThat(team.saves()).isEmpty();
    }
  }

  @Test
  void theTokenMustCarryTheIdThatIsBound(Cluster cluster) throws IOException {
    try (var stage = Stage.withoutOperator(cluster)) {
      var usual = withNpm(stage);
      var byClaim = withNpm(stage);
      var another = withNpm(stage);
      var without = withNpm(stage);
      var teams = List.of(usual, byClaim, another, without);
      claims(byClaim, Map.of("org_name", byClaim.organization(), "org_id", id(byClaim)));
      claims(
          another, Map.of("organization", Map.of(another.organization(), Map.of("id", id(usual)))));
      claims(without, Map.of("org_name", without.organization()));
      stage.startOperator(
          Tuning.with(
              t -> teams.forEach(b -> t.allowWithId(b.organization(), id(b), b.namespace()))));

      teams.forEach(team -> team.apply("one", NPM));

      usual.awaitReady("one");
      byClaim.awaitReady("one");
      another.awaitReason("one", "OrganizationMismatch");
      without.awaitReason("one", "OrganizationMismatch");
      assertThat(stage.sandbox().saveCalls())
          .extracting(SaveCall::organization)
          .containsExactlyInAnyOrder(usual.organization(), byClaim.organization());
    }
  }

  private static String id(Team team) {
    return new Organization(team.organization()).id().toString();
  }

  private static void claims(Team team, Map<String, Object> claims) {
    team.sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(new TokenFault.Claims(claims))
                .organization(team.organization()));
  }

  private static Team withNpm(Stage stage) {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }
}
