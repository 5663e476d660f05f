package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// An application's chart with a BuildSecrets of its own, installed by Helm 4 with `--wait`.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppChartIT {

  private Stage stage;
  private Helm helm;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
    helm = Helm.four().on(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void theInstallationReturnsWhenItIsSaved() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));

    install(team).orThrow();

    assertThat(team.status("app").isTrue("Ready")).isTrue();
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void anUpgradeReturnsWhenTheNewSpecIsSaved() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x", "other", "y"));
    install(team).orThrow();

    helm("upgrade", team, "--set", "buildSecrets.NPM_TOKEN.key=other").orThrow();

    assertThat(team.saves()).hasSize(2);
    assertThat(team.saves().getLast().sent().buildSecrets()).containsEntry("NPM_TOKEN", "y");
  }

  /// Long before the timeout, and with what there is to mend.
  @Test
  void theInstallationFailsAtOnceWhenItIsStalled() {
    var team = stage.newTeam();
    team.secret("helm.sh/release.v1", "npm", Map.of("token", "x"));

    var result = install(team);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors())
        .contains("BuildSecrets/%s/app".formatted(team.namespace()))
        .contains("Failed")
        .doesNotContain("deadline exceeded");
    assertThat(team.status("app").isTrue("Stalled")).isTrue();
  }

  @Test
  void theInstallationWaitsForASecretThatIsNotThereYet() {
    var team = stage.newTeam();

    var result = helm("install", team, "--timeout", "3s");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("context deadline exceeded");
    assertThat(team.condition("app", "Ready").reason()).isEqualTo("SecretNotFound");
  }

  private Helm.Result install(Team team) {
    return helm("install", team, "--timeout", "2m");
  }

  private Helm.Result helm(String verb, Team team, String... options) {
    var arguments =
        new ArrayList<>(List.of(verb, "app", "../examples/helm/app", "--wait", "--namespace"));
    Stream.of(team.namespace(), "--set", "organization=" + team.organization())
        .forEach(arguments::add);
    arguments.addAll(List.of(options));
    return helm.call(arguments.toArray(String[]::new));
  }
}
