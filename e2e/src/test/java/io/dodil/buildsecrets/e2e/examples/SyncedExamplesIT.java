package io.dodil.buildsecrets.e2e.examples;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Page;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import io.dodil.buildsecrets.e2e.schema.CrdSchema;
import io.dodil.buildsecrets.sandbox.Holdings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The examples that bring their (plainly fake) Secrets along save to a Dodil that knows them.
@ExtendWith(OperatorExtension.class)
class SyncedExamplesIT {

  private static final Path KUSTOMIZE = Path.of("../examples/kustomize");

  private OperatorFixture fixture;
  private Kubectl kubectl;

  @BeforeEach
  void set(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    fixture = OperatorFixture.start(cluster);
  }

  @AfterEach
  void strike() throws IOException {
    kubectl.run("delete", "buildsecrets", "acme", "-n", "ci", "--ignore-not-found");
    kubectl.run("delete", "buildsecrets", "acme", "-n", "ci-prod", "--ignore-not-found");
    fixture.close();
  }

  /// The lines of the README, as they stand there.
  @Test
  void theFirstResource() {
    var readme = Page.of("README.md");
    assertThat(Page.of("examples/kubectl/README.md").text())
        .contains(readme.block("## Create a first resource"));

    shell(readme.block("## Create a first resource")).orThrow();

    assertThat(shell(readme.block("## Read the status")).orThrow()).contains("acme   True");
    assertThat(shell(readme.block("rights, and saves nothing")).orThrow())
        .containsIgnoringCase("NPM_TOKEN")
        .contains("nothing was sent or changed");
    assertThat(held().registryCredentials())
        .containsOnlyKeys("ghcr.io", "https://index.docker.io/v1/");
    assertThat(held().gitCredentials()).isPresent();
    assertThat(held().buildSecrets()).containsOnlyKeys("NPM_TOKEN");
  }

  @Test
  void theOverlayOfKustomize() {
    kubectl.run("apply", "-k", KUSTOMIZE.resolve("overlays/prod").toString());
    kubectl.run("wait", "--for=condition=Ready", "buildsecrets/acme", "-n", "ci-prod");

    assertThat(held().registryCredentials()).containsOnlyKeys("ghcr.io");
    assertThat(held().gitCredentials()).isPresent();
    assertThat(held().buildSecrets())
        .containsOnlyKeys("NPM_TOKEN", "PROD_REGION", "PROD_LICENSE_KEY");
  }

  /// Ready itself says that the new value is saved, since the generation is a new one.
  @Test
  void aRotationByKustomizeIsANewGeneration(@TempDir Path git) throws IOException {
    copy(KUSTOMIZE, git);
    kubectl.run("apply", "-k", git.resolve("overlays/prod").toString());
    kubectl.run("wait", "--for=condition=Ready", "buildsecrets/acme", "-n", "ci-prod");

    Files.writeString(git.resolve("overlays/prod/secrets/npm.env"), "token=rotated\n");
    kubectl.run("apply", "-k", git.resolve("overlays/prod").toString());
    kubectl.run("wait", "--for=condition=Ready", "buildsecrets/acme", "-n", "ci-prod");

    assertThat(held().buildSecrets()).containsEntry("NPM_TOKEN", "rotated");
  }

  /// Else a generated Secret would be referenced by the name it doesn't have.
  @Test
  void kustomizeKnowsEveryFieldThatNamesASecret() {
    var known =
        Yaml.object(KUSTOMIZE.resolve("base/kustomizeconfig.yaml"))
            .at("/nameReference/0/fieldSpecs")
            .valueStream()
            .map(field -> field.get("path").textValue())
            .collect(toSet());

    var inTheCrd =
        CrdSchema.fields().stream()
            .map(CrdSchema.Field::path)
            .filter(path -> path.matches(".*\\.secret(Key)?Ref\\.name"))
            .map(path -> path.replace("[]", "").replace('.', '/'))
            .collect(toSet());

    assertThat(inTheCrd).hasSize(7);
    assertThat(known).isEqualTo(inTheCrd);
  }

  @Test
  void noReferenceOfTheOverlayIsLeftWithoutAHash() {
    var built = kubectl.run("kustomize", KUSTOMIZE.resolve("overlays/prod").toString());

    var resource =
        Yaml.all(built).stream()
            .filter(object -> object.get("kind").textValue().equals("BuildSecrets"))
            .findFirst()
            .orElseThrow();

    assertThat(resource.get("spec").findValues("secretRef"))
        .hasSize(4)
        .extracting(reference -> reference.get("name").textValue())
        .allMatch(name -> name.matches("[a-z-]+-[a-z0-9]{10}"));
    assertThat(resource.get("spec").findValues("secretKeyRef"))
        .extracting(JsonNode::toString)
        .allMatch(reference -> reference.matches(".*\"npm-[a-z0-9]{10}\".*"));
  }

  private Holdings held() {
    return fixture.sandbox().holdings("acme");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
  }

  /// In the root of the repository, with the Java of the tests.
  private Kubectl.Result shell(String lines) {
    var java = Path.of(System.getProperty("java.home"), "bin");
    return kubectl.shell("cd ..; PATH=%s:$PATH%n%s".formatted(java, lines));
  }
}
