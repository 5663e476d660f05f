package io.dodil.buildsecrets.e2e.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.examples.ExampleUse;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The examples for Argo CD and Flux fit together.
@Tag("chart")
@ExtendWith(OperatorExtension.class)
public class ArgoExamplesIT {

  private static final Path ARGO = ExampleUse.FOLDER.resolve("argocd");
  private static final Path FLUX = ExampleUse.FOLDER.resolve("flux");

  /// The command in its first lines, in an Argo CD with settings of its own.
  @Test
  public void thePatchLeavesTheOtherSettingsAlone(Cluster cluster) {
    var kubectl = Kubectl.of(cluster);
    kubectl.run("create", "namespace", "argocd");
    kubectl.run("create", "configmap", "argocd-cm", "-n", "argocd", "--from-literal=url=mine");
    var command =
        Yaml.text(ArgoConfigMapTest.FILE)
            .lines()
            .filter(line -> line.contains("kubectl patch"))
            .map(line -> line.replaceFirst("^# *", ""))
            .collect(Collectors.joining());

    kubectl.shell("cd .. && " + command).orThrow();

    var data =
        Yaml.object(kubectl.run("get", "configmap", "argocd-cm", "-n", "argocd", "-o", "yaml"))
            .withObjectProperty("data");
    assertThat(data.remove("url").textValue()).isEqualTo("mine");
    assertThat(data).isEqualTo(Yaml.object(ArgoConfigMapTest.FILE).get("data"));
  }

  @Test
  public void theProjectLetsInWhatTheChartMakesForTheWholeCluster() {
    var allowed = project("platform").at("/spec/clusterResourceWhitelist").findValuesAsText("kind");

    var made =
        Helm.four().template("buildsecrets-operator", "buildsecrets").stream()
            .filter(object -> object.at("/metadata/namespace").isMissingNode())
            .map(object -> object.get("kind").textValue())
            .collect(Collectors.toSet());

    assertThat(made).contains("CustomResourceDefinition", "ClusterRole").isSubsetOf(allowed);
  }

  @Test
  public void theApplicationsGoWhereTheirProjectsAllow() {
    assertThat(List.of("operator.yaml", "resources.yaml"))
        .allSatisfy(
            file -> {
              var spec = Yaml.object(ARGO.resolve(file)).get("spec");
              var project = project(spec.get("project").textValue()).get("spec");
              assertThat(project.get("sourceRepos")).contains(spec.at("/source/repoURL"));
              assertThat(project.get("destinations")).contains(spec.get("destination"));
            });
  }

  @Test
  public void theResourcesComeAfterTheOperator() {
    var wave = "/metadata/annotations/argocd.argoproj.io~1sync-wave";
    assertThat(Yaml.object(ARGO.resolve("operator.yaml")).at(wave).asInt())
        .isLessThan(Yaml.object(ARGO.resolve("resources.yaml")).at(wave).asInt());

    var platform = Yaml.all(Yaml.text(FLUX.resolve("platform.yaml"))).getLast();
    assertThat(platform.at("/metadata/name"))
        .isEqualTo(Yaml.object(FLUX.resolve("resources.yaml")).at("/spec/dependsOn/0/name"));
    assertThat(platform.at("/spec/wait").asBoolean()).isTrue();
  }

  /// Pruned, it would take every BuildSecrets along.
  @Test
  public void theCrdIsNotPruned() {
    assertThat(
            Yaml.object(ARGO.resolve("operator.yaml"))
                .at("/spec/source/helm/valuesObject/crds/annotations")
                .get("argocd.argoproj.io/sync-options")
                .textValue())
        .contains("Prune=false");
  }

  private static JsonNode project(String name) {
    return Yaml.all(Yaml.text(ARGO.resolve("projects.yaml"))).stream()
        .filter(project -> project.at("/metadata/name").textValue().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
