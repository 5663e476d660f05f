package io.dodil.buildsecrets.e2e.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Page;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The lines that the page about the status gives to people, run as they stand there.
@ExtendWith(OperatorExtension.class)
class RecipesIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;
  private TestNamespace ns;
  private Kubectl kubectl;

  @BeforeEach
  void prepare(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    fixture = OperatorFixture.start(cluster);
    ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "old"));
    ns.apply("acme", NPM);
    ns.awaitReady("acme");
  }

  @AfterEach
  void strike() throws IOException {
    fixture.close();
  }

  @Test
  void theWaitForARotationReturnsWhenItIsSaved() throws IOException {
    ns.secret("npm", Map.of("token", "new"));

    var output = kubectl.shell(recipe("To wait for a rotation")).orThrow();

    assertThat(output).contains("buildsecrets.ignite.dodil.io/acme condition met");
    assertThat(fixture.sandbox().holdings(ns.organization()).buildSecrets())
        .containsEntry("NPM_TOKEN", "new");
  }

  @Test
  void theWaitForARotationGoesOnWhileItIsNotSaved() throws IOException {
    fixture.stopOperator();
    ns.secret("npm", Map.of("token", "new"));

    var recipe = recipe("To wait for a rotation").replace("--timeout=60s", "--timeout=2s");
    var result = kubectl.shell(recipe);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("timed out waiting for the condition");
  }

  @Test
  void theRequestSavesAgain() throws IOException {
    kubectl.shell(recipe("To save again without a change")).orThrow();

    ns.awaitSaves(2);
    ns.await("acme", s -> s.lastHandledSyncRequest() != null);
  }

  @Test
  void theSuspensionStopsAllCallsUntilItIsTakenBack() throws IOException {
    kubectl.shell(recipe("To stop all calls")).orThrow();
    ns.await("acme", s -> Objects.equals(s.observedGeneration(), 2L));
    var rotated = ns.secret("npm", Map.of("token", "new"));
    ns.awaitReason("acme", "Suspended");
    assertThat(ns.saves()).hasSize(1);

    kubectl.shell(recipe("To resume")).orThrow();

    ns.awaitSavedVersion("acme", rotated);
    assertThat(ns.saves()).hasSize(2);
  }

  /// The lines below that sentence, for the team's namespace.
  private String recipe(String sentence) {
    return Page.of("docs/status.md")
        .block(sentence)
        .replace("-n ci ", "-n " + ns.namespace() + " ");
  }
}
