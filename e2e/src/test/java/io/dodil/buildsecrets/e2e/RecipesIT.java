package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The lines that the README gives to people, run as they stand there.
@ExtendWith(SharedCluster.class)
class RecipesIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;
  private Team team;
  private Kubectl kubectl;

  @BeforeEach
  void prepare(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    stage = Stage.set(cluster);
    team = stage.newTeam();
    team.secret("npm", Map.of("token", "old"));
    team.apply("acme", NPM);
    team.awaitReady("acme");
  }

  @AfterEach
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void theWaitForARotationReturnsWhenItIsSaved() throws IOException {
    team.secret("npm", Map.of("token", "new"));

    var output = kubectl.shell(recipe("To wait for a rotation")).orThrow();

    assertThat(output).contains("buildsecrets.ignite.dodil.io/acme condition met");
    assertThat(stage.sandbox().holdings(team.organization()).buildSecrets())
        .containsEntry("NPM_TOKEN", "new");
  }

  @Test
  void theWaitForARotationGoesOnWhileItIsNotSaved() throws IOException {
    stage.stopOperator();
    team.secret("npm", Map.of("token", "new"));

    var recipe = recipe("To wait for a rotation").replace("--timeout=60s", "--timeout=2s");
    var result = kubectl.shell(recipe);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("timed out waiting for the condition");
  }

  @Test
  void theRequestSavesAgain() throws IOException {
    kubectl.shell(recipe("To save again without a change")).orThrow();

    team.awaitSaves(2);
    team.await("acme", s -> s.lastHandledSyncRequest() != null);
  }

  @Test
  void theSuspensionStopsAllCallsUntilItIsTakenBack() throws IOException {
    kubectl.shell(recipe("To stop all calls")).orThrow();
    team.await("acme", s -> Objects.equals(s.observedGeneration(), 2L));
    var rotated = team.secret("npm", Map.of("token", "new"));
    team.awaitReason("acme", "Suspended");
    assertThat(team.saves()).hasSize(1);

    kubectl.shell(recipe("To go on")).orThrow();

    team.awaitSavedVersion("acme", rotated);
    assertThat(team.saves()).hasSize(2);
  }

  /// The lines below that sentence, for the team's namespace.
  private String recipe(String sentence) throws IOException {
    var block =
        Pattern.compile(Pattern.quote(sentence) + "[^\n]*\n\n((?: {4}[^\n]*\n)+)")
            .matcher(Files.readString(Path.of("../README.md")));
    assertThat(block.find()).as(sentence).isTrue();
    return block.group(1).replace("-n ci ", "-n " + team.namespace() + " ");
  }
}
