package io.dodil.buildsecrets.e2e.gitops;

import static io.dodil.buildsecrets.e2e.gitops.GitOpsTool.Libraries.ALL;
import static io.dodil.buildsecrets.e2e.gitops.GitOpsTool.Libraries.OF_ARGOCD_CM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.gitops.ArgoCustomization.Case;
import io.dodil.buildsecrets.e2e.gitops.GitOpsTool.Libraries;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What Argo CD shows of every status that the operator writes, beside what Flux and Helm make of
/// it.
@Tag("chart")
public class ArgoHealthIT {

  private static final Path KUSTOMIZATION = Path.of("../examples/flux/resources.yaml");

  /// What the same status is to kstatus.
  private static final Map<String, Set<String>> SAME =
      Map.of(
          "Healthy", Set.of("Current"),
          "Progressing", Set.of("InProgress"),
          "Degraded", Set.of("Failed"),
          // nothing is wrong and nothing goes on: whether it is saved is what it is
          "Suspended", Set.of("InProgress", "Current"));

  private final List<Case> cases = ArgoCustomization.healthCases();

  @ParameterizedTest
  @EnumSource
  public void theHealthIsTheExpectedOne(Libraries libraries) {
    var answers = healths(libraries);

    var softly = new SoftAssertions();
    forEach(i -> softly.assertThat(answers.get(i)).as(name(i)).isEqualTo(cases.get(i).expected()));
    softly.assertAll();
  }

  @Test
  public void kstatusTellsTheSameStory() {
    var answers =
        GitOpsTool.answers(cases.stream().map(c -> GitOpsTool.kstatus(c.object())).toList());

    assertSameStory(answers);
  }

  @Test
  public void healthCheckExpressionsOfFluxTellTheSameStory() {
    var checks = Yaml.object(KUSTOMIZATION).at("/spec/healthCheckExprs/0");

    var answers =
        GitOpsTool.answers(cases.stream().map(c -> GitOpsTool.flux(checks, c.object())).toList());

    assertThat(checks.get("apiVersion").textValue()).isEqualTo("ignite.dodil.io/v1alpha1");
    assertThat(checks.get("kind").textValue()).isEqualTo("BuildSecrets");
    assertSameStory(answers);
  }

  /// A resource that nobody has defaulted: made before the CRD had a default, or read from a file.
  @Test
  public void aResourceWithoutAStatusIsProgressing() {
    var object = cases.getFirst().object();
    object.remove("status");

    var health =
        GitOpsTool.answer(GitOpsTool.lua(ArgoCustomization.health(), OF_ARGOCD_CM, object));

    assertThat(health.get("status").textValue()).isEqualTo("Progressing");
    assertThat(health.get("message").textValue()).contains("is it running");
  }

  @Test
  public void overridesMayUseFewerLibrariesThanBuiltInScripts() {
    var object = cases.getFirst().object();
    var script = "return { status = string.format('%s', 'Healthy') }";

    assertThat(GitOpsTool.answer(GitOpsTool.lua(script, ALL, object)).at("/status").textValue())
        .isEqualTo("Healthy");
    assertThatThrownBy(() -> GitOpsTool.answer(GitOpsTool.lua(script, OF_ARGOCD_CM, object)))
        .hasMessageContaining("attempt to index a non-table object(nil) with key 'format'");
  }

  @Test
  public void aScriptHasASecond() {
    var object = cases.getFirst().object();

    assertThatThrownBy(
            () -> GitOpsTool.answer(GitOpsTool.lua("while true do end", OF_ARGOCD_CM, object)))
        .hasMessageContaining("deadline exceeded");
  }

  private List<JsonNode> healths(Libraries libraries) {
    return GitOpsTool.answers(
        cases.stream()
            .map(c -> GitOpsTool.lua(ArgoCustomization.health(), libraries, c.object()))
            .toList());
  }

  private void assertSameStory(List<JsonNode> answers) {
    var softly = new SoftAssertions();
    forEach(
        i ->
            softly
                .assertThat(answers.get(i).get("status").textValue())
                .as(name(i))
                .isIn(SAME.get(cases.get(i).expected().get("status").textValue())));
    softly.assertAll();
  }

  private void forEach(IntConsumer check) {
    assertThat(cases).hasSizeGreaterThan(40);
    IntStream.range(0, cases.size()).forEach(check);
  }

  private String name(int i) {
    return cases.get(i).input();
  }
}
