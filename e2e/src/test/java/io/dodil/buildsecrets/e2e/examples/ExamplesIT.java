package io.dodil.buildsecrets.e2e.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file of `examples/` is one that a cluster takes. In a cluster of its own, since it has
/// kinds of other projects in it, as far as the examples use them.
@Tag("chart")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {

  private Cluster cluster;
  private Kubectl kubectl;
  private Helm helm;

  @BeforeAll
  void set() {
    cluster = Cluster.start();
    kubectl = Kubectl.of(cluster);
    helm = Helm.four();
    kubectl.run("apply", "-f", "src/test/resources/stubs");
    kubectl.run("wait", "--for=condition=Established", "crd", "--all");
    Stream.of("argocd", "buildsecrets", "ci", "ci-prod", "flux-system", "monitoring")
        .forEach(name -> kubectl.run("create", "namespace", name));
  }

  @AfterAll
  void strike() throws IOException {
    cluster.close();
  }

  @Test
  void everyFileIsTriedInOneWay() {
    assertThat(ExampleUse.all()).allSatisfy(file -> assertThat(ExampleUse.of(file)).hasSize(1));
  }

  static Stream<Path> manifests() {
    return ExampleUse.MANIFEST.files();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void theClusterTakesTheManifest(Path file) {
    kubectl.run("apply", "--dry-run=server", "--validate=strict", "-f", file.toString());
    kubectl.run(
        "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", file.toString());
  }

  static Stream<Path> values() {
    return ExampleUse.VALUES.files();
  }

  @ParameterizedTest
  @MethodSource("values")
  void theClusterTakesWhatTheChartMakesOfTheValues(Path file) {
    takes(rendered("--values", file.toString()));
  }

  @Test
  void theClusterTakesWhatArgoCdAndFluxMakeOfTheChart() throws IOException {
    takes(rendered("--values", valuesIn("argocd/operator.yaml", "/spec/source/helm/valuesObject")));
    takes(rendered("--values", valuesIn("flux/operator.yaml", "/spec/values")));
  }

  /// Values, not names of keys: a diff shall show what changed.
  @Test
  void sopsEncryptsTheValuesOfTheSecretsAlone() {
    var rule =
        Yaml.object(ExampleUse.FOLDER.resolve("sources/sops/.sops.yaml")).at("/creation_rules/0");

    assertThat("secrets.yaml").containsPattern(rule.get("path_regex").textValue());
    assertThat(List.of("data", "stringData"))
        .allMatch(field -> field.matches(rule.get("encrypted_regex").textValue()));
    assertThat("metadata").doesNotMatch(rule.get("encrypted_regex").textValue());
  }

  private void takes(String objects) {
    kubectl
        .call(
            objects,
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            "-")
        .orThrow();
  }

  private String rendered(String... options) {
    var command =
        Stream.concat(
            Stream.of("template", "buildsecrets-operator", Helm.CHART.toString(), "--namespace"),
            Stream.concat(Stream.of("buildsecrets"), Stream.of(options)));
    return helm.call(command.toArray(String[]::new)).orThrow();
  }

  /// The values that an object of the file holds there, in a file of their own.
  private static String valuesIn(String file, String pointer) throws IOException {
    var values =
        Yaml.all(Yaml.text(ExampleUse.FOLDER.resolve(file))).stream()
            .map(object -> object.at(pointer))
            .filter(JsonNode::isObject)
            .findFirst()
            .orElseThrow();
    return Files.writeString(Files.createTempFile("values", ".yaml"), Yaml.text(values)).toString();
  }
}
