package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chart packaged, inside of a platform team's own.
@Tag("chart")
class ChartDependencyIT {

  @TempDir Path parent;

  @Test
  void isRenderedAsByItself() throws IOException {
    Files.writeString(parent.resolve("Chart.yaml"), "{apiVersion: v2, name: own, version: 0.1.0}");
    Files.writeString(
        parent.resolve("values.yaml"),
        "{global: {registry: any}, buildsecrets-operator: {replicas: 2, rbac: {create: false}}}");
    var charts = parent.resolve("charts").toString();
    Helm.four().call("package", Helm.CHART.toString(), "--destination", charts).orThrow();

    for (var helm : List.of(Helm.four(), Helm.three())) {
      var rendered = helm.call("template", Chart.RELEASE, parent.toString(), "-n", Chart.NAMESPACE);

      assertThat(Helm.documents(rendered.orThrow()))
          .isEqualTo(Chart.with("replicas=2", "rbac.create=false").objects());
    }
  }
}
