package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
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
      stage.startOperator(Tuning.with(t -> t.allow(team.organization(), team.namespace())));

      team.apply("one", NPM);

      team.awaitReason("one", "OrganizationMismatch");
      GoldenStatus.expect("OrganizationMismatch-opaque", team, "one");
      assertThat(team.saves()).isEmpty();
    }
  }

  @Test
  void aTokenThatNobodyCanReadIsTakenWithoutBindings(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster)) {
      var team = withNpm(stage);
      stage
          .sandbox()
          .faults()
          .token(
              PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken())
                  .organization(team.organization()));

      team.apply("one", NPM);

      team.awaitReady("one");
      assertThat(team.saves()).hasSize(1);
    }
  }

  private static Team withNpm(Stage stage) {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }
}
