package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// An optional Secret that is replaced is gone for a moment; the builds must not feel it.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovalGuardIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster, Tuning.with(t -> t.removalGrace(Duration.ofMinutes(2))));
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void sendsNothingWhenASecretIsReplacedByForce() {
    var team = savedWithPip();

    delete(team, "pip");
    team.awaitReason("one", "RemovalGrace");
    GoldenStatus.expect("RemovalGrace", team, "one");
    var back = team.secret("pip", Map.of("PIP", "p"));

    team.awaitSavedVersion("one", back);
    assertThat(team.status("one").isTrue("Ready")).isTrue();
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void sendsTheNewContentOfASecretThatIsReplacedByForce() {
    var team = savedWithPip();

    delete(team, "pip");
    team.awaitReason("one", "RemovalGrace");
    var back = team.secret("pip", Map.of("PIP", "new"));

    team.awaitSavedVersion("one", back);
    assertThat(team.saves()).hasSize(2);
    assertThat(team.saves().getLast().sent().buildSecrets()).containsEntry("PIP", "new");
  }

  @Test
  void removesAtOnceWhatLeavesTheSpec() {
    var team = savedWithPip();

    team.apply("one", NPM);

    // the grace is longer than anybody waits here
    team.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()) && s.isTrue("Ready"));
    assertThat(team.saves().getLast().sent().buildSecrets()).containsOnlyKeys("NPM_TOKEN");
  }

  @Test
  void removesAtOnceWhatSomebodyAskedFor() {
    var team = savedWithPip();
    delete(team, "pip");
    team.awaitReason("one", "RemovalGrace");

    team.requestSync("one", "now");

    team.awaitReady("one");
    assertThat(team.saves().getLast().sent().buildSecrets()).containsOnlyKeys("NPM_TOKEN");
  }

  private Team savedWithPip() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.secret("pip", Map.of("PIP", "p"));
    team.apply("one", NPM + "\nbuildSecretsFrom: [{secretRef: {name: pip, optional: true}}]\n");
    team.awaitReady("one");
    return team;
  }

  private static void delete(Team team, String secret) {
    team.client().secrets().inNamespace(team.namespace()).withName(secret).delete();
  }
}
