package io.dodil.buildsecrets.e2e.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.config.ConfigurationFile;
import io.dodil.buildsecrets.config.ConfigurationResult;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for whatever values somebody installs with: each file of a folder.
@Tag("chart")
@TestInstance(PER_CLASS)
@ExtendWith(OperatorExtension.class)
class ChartMatrixIT {

  private static final Path FOLDER = Path.of("src/test/resources/chart");

  private final Helm helm = Helm.four();

  static List<String> values() throws IOException {
    try (var files = Files.list(FOLDER.resolve("good"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// Namespaces that admit no Pod but a restricted one, and what some values name.
  @BeforeAll
  static void prepare(Cluster cluster) throws IOException {
    var kubectl = Kubectl.of(cluster);
    kubectl.run("apply", "--server-side", "-f", FOLDER.resolve("surroundings.yaml").toString());
    for (var kind : List.of("servicemonitors", "podmonitors")) {
      var crd = "crd/" + kind + ".monitoring.coreos.com";
      kubectl.run("wait", crd, "--for=condition=Established", "--timeout=60s");
    }
  }

  private String rendered(Helm by, String values) {
    var file = FOLDER.resolve("good").resolve(values).toString();
    return by.call(
            "template", Chart.RELEASE, Helm.CHART.toString(), "-n", Chart.NAMESPACE, "-f", file)
        .orThrow();
  }

  private Chart chart(String values) {
    return new Chart(Helm.documents(rendered(helm, values)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void bothHelmsRenderTheSame(String values) {
    assertThat(Helm.documents(rendered(Helm.three(), values))).isEqualTo(chart(values).objects());
  }

  @ParameterizedTest
  @MethodSource("values")
  void helmFindsNothingToBlame(String values) {
    var file = FOLDER.resolve("good").resolve(values).toString();

    var lint = helm.call("lint", "--strict", Helm.CHART.toString(), "-f", file);

    assertThat(lint.exitCode()).as(lint.output() + lint.errors()).isZero();
    assertThat(lint.output()).doesNotContain("[WARNING]", "[ERROR]");
  }

  @ParameterizedTest
  @MethodSource("values")
  void theApiServerTakesEveryObjectWithoutAWarning(String values, Cluster cluster) {
    var applied =
        Kubectl.of(cluster)
            .call(
                rendered(helm, values),
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "--validate=strict",
                "-f",
                "-");

    assertThat(applied.exitCode()).as(applied.output()).isZero();
    assertThat(applied.output()).doesNotContain("Warning");
    assertThat(applied.output().lines()).hasSameSizeAs(chart(values).objects());
  }

  @ParameterizedTest
  @MethodSource("values")
  void aPodIsAdmittedWhereOnlyRestrictedOnesAre(String values, Cluster cluster) {
    var pod = (ObjectNode) chart(values).podTemplate().deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObjectProperty("metadata").put("name", "operator");

    var created =
        Kubectl.of(cluster)
            .call(pod.toString(), "create", "--dry-run=server", "-n", Chart.NAMESPACE, "-f", "-");

    assertThat(created.output()).isEqualTo("pod/operator created (server dry run)\n");
  }

  @ParameterizedTest
  @MethodSource("values")
  void theOperatorTakesItsConfiguration(String values, @TempDir Path pod) throws IOException {
    var ca = new HeldCertificate.Builder().certificateAuthority(0).build().certificatePem();
    for (var name : List.of("ca/ca.crt", "own/ca.pem")) {
      write(pod.resolve(name), ca);
    }
    for (var name : List.of("proxy/credentials", "own/login")) {
      write(pod.resolve(name), "user:password");
    }
    var text = chart(values).configuration().replace("/etc/buildsecrets/", pod + "/");
    var file = write(pod.resolve("config/config.yaml"), text);

    assertThat(ConfigurationFile.read(file)).isInstanceOf(ConfigurationResult.Valid.class);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(UTF_8));
  }
}
