package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// With `-Dchart.schema=write` the definitions are taken over; read the difference.
@Tag("chart")
@ExtendWith(OperatorExtension.class)
class ChartSchemaIT {

  @Test
  void knowsTheTypesOfKubernetesAsTheApiServerDoes(Cluster cluster) throws Exception {
    var openApi = Kubectl.of(cluster).run("get", "--raw", "/openapi/v2");

    var current = ChartSchema.read().withDefinitionsOf(openApi).text();

    if ("write".equals(System.getProperty("chart.schema"))) {
      Files.writeString(ChartSchema.FILE, current);
    }
    assertThat(Files.readString(ChartSchema.FILE))
        .as("run with -Dchart.schema=write")
        .isEqualTo(current);
  }
}
