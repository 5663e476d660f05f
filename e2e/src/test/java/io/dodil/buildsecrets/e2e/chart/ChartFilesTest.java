package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.schema.CrdSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the chart has in common with the rest of the repository.
class ChartFilesTest {

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>buildsecrets-parent</artifactId>\\s*<version>([^<]+)<");

  /// The image's tag is the project's version, and the chart's appVersion is what it asks for.
  @Test
  void theVersionsAreTheProjects() throws Exception {
    var pom = VERSION.matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(pom.find()).isTrue();

    assertThat(chart().path("version").asText()).isEqualTo(pom.group(1));
    assertThat(chart().path("appVersion").asText()).isEqualTo(pom.group(1));
    assertThat(Files.readString(Helm.CHART.resolve("README.md")))
        .contains("/buildsecrets-operator:" + pom.group(1));
  }

  @Test
  void theLicenceIsTheProjects() throws Exception {
    assertThat(Helm.CHART.resolve("LICENSE")).hasSameBinaryContentAs(Path.of("../LICENSE"));
  }

  /// What Artifact Hub shows.
  @Test
  void theExampleOfTheChartIsTheFirstResource() throws Exception {
    var examples = new YAMLMapper().readTree(annotation("artifacthub.io/crdsExamples"));
    var crds = new YAMLMapper().readTree(annotation("artifacthub.io/crds"));

    assertThat(crds.at("/0/name").asText() + ".yaml")
        .isEqualTo(CrdSchema.FILE.getFileName().toString());
    assertThat(examples.at("/0/kind")).isEqualTo(crds.at("/0/kind"));
    assertThat(examples.at("/0/apiVersion").asText())
        .isEqualTo("ignite.dodil.io/" + crds.at("/0/version").asText());
  }

  private static String annotation(String name) throws IOException {
    return chart().at("/annotations/" + name.replace("/", "~1")).asText();
  }

  private static JsonNode chart() throws IOException {
    return new YAMLMapper().readTree(Helm.CHART.resolve("Chart.yaml").toFile());
  }
}
