package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Helm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// With `-Dchart.readme=write` the table is made anew.
class ChartReadmeTest {

  private static final Path README = Helm.CHART.resolve("README.md");
  private static final String MARK = "-Dchart.readme=write -->\n";

  @Test
  void theTableSaysWhatTheValuesAre() throws Exception {
    var readme = Files.readString(README);
    var text = readme.substring(0, readme.indexOf(MARK) + MARK.length());
    var table =
        ChartValues.read().stream()
            .map(ChartValues.Value::row)
            .collect(Collectors.joining("\n", "| value | default | |\n|---|---|---|\n", "\n"));

    var current = text + "\n" + table;

    if ("write".equals(System.getProperty("chart.readme"))) {
      Files.writeString(README, current);
    }
    assertThat(Files.readString(README)).as("run with -Dchart.readme=write").isEqualTo(current);
  }
}
