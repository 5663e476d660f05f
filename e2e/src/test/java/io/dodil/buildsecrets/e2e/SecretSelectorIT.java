package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// `secretSelector`: only Secrets with such labels may be referenced, as they are at that moment.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretSelectorIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster, Tuning.with(t -> t.secretSelector("edited=yes")));
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void savesWhenTheLabelIsThere() {
    var team = withNpm();
    team.label("dodil", "yes");
    team.apply("one", NPM);
    team.awaitReason("one", "SecretForbidden");
    GoldenStatus.expect("SecretForbidden-selector", team, "one");
    assertThat(team.saves()).isEmpty();

    team.label("npm", "yes");

    team.awaitReady("one");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void sendsNothingMoreWhenTheLabelIsGone() {
    var team = withNpm();
    team.label("dodil", "yes");
    team.label("npm", "yes");
    team.apply("one", NPM);
    team.awaitReady("one");

    unlabel(team, "npm");
    team.awaitReason("one", "SecretForbidden");
    team.secret("npm", Map.of("token", "y"));
    team.requestSync("one", "now");

    team.await("one", s -> "now".equals(s.lastHandledSyncRequest()));
    assertThat(team.condition("one", "Ready").reason()).isEqualTo("SecretForbidden");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void alsoForTheCredentialsSecret() {
    var team = withNpm();
    team.label("npm", "yes");

    team.apply("one", NPM);

    team.awaitReason("one", "SecretForbidden");
    assertThat(team.condition("one", "Ready").message()).contains("Secret \"dodil\"");
    assertThat(stage.sandbox().tokenCalls()).noneMatch(c -> c.client().equals(team.bot()));
  }

  private Team withNpm() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }

  private static void unlabel(Team team, String secret) {
    team.client()
        .secrets()
        .inNamespace(team.namespace())
        .withName(secret)
        .edit(
            s ->
                new SecretBuilder(s)
                    .editMetadata()
                    .removeFromLabels("edited")
                    .endMetadata()
                    .build());
  }
}
