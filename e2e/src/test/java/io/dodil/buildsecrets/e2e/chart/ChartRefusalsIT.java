package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Bad values are refused before anything is installed, with the place where they stand.
@Tag("chart")
class ChartRefusalsIT {

  @ParameterizedTest
  @CsvFileSource(
      files = "src/test/resources/chart/bad.csv",
      delimiter = '|',
      numLinesToSkip = 1,
      maxCharsPerColumn = 1000)
  void badValuesAreRefusedByBothHelms(String json, String words, @TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("values.yaml"), json).toString();
    for (var helm : List.of(Helm.four(), Helm.three())) {
      var result = helm.call("template", "release", Helm.CHART.toString(), "-f", file);

      assertThat(result.exitCode()).isNotZero();
      assertThat(result.output()).isEmpty();
      assertThat(result.errors()).contains(words);
    }
  }
}
