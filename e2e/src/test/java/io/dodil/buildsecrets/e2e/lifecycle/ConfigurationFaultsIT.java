package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged operator refuses a bad file with all of its faults, each with its path.
@Tag("jar")
class ConfigurationFaultsIT {

  private static final Path FOLDER = Path.of("src/test/resources/configuration");

  @Test
  void everyFaultIsReportedAtOnceAndNoValueWithIt() throws Exception {
    var file = FOLDER.resolve("every-key-is-wrong.yaml");
    var expected = Files.readString(FOLDER.resolve("every-key-is-wrong.txt"));

    try (var operator = OperatorJar.start(List.of(), "run", "--config", file.toString())) {
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.output().replace(file.toString(), "FILE")).isEqualTo(expected);
    }
    assertThat(expected).doesNotContain("canary");
  }

  @Test
  void aSettingWithoutEffectIsWarnedOfAtTheStart(@TempDir Path folder) throws Exception {
    var file = folder.resolve("config.yaml");
    Files.writeString(
        file,
        """
        endpoints: {staging: {apiUrl: "https://api.example.com", organizationCheck: ifNamed}}
        organizations: [{endpoint: staging, name: acme, namespaces: [ci]}]
        log: {format: text}
        """);
    var noKubeconfig = Files.writeString(folder.resolve("kubeconfig"), "{").toString();

    try (var operator =
        OperatorJar.start(
            List.of(), "run", "--config", file.toString(), "--kubeconfig", noKubeconfig)) {
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.output().lines().filter(line -> line.contains(" WARN ")))
          .singleElement()
          .asString()
          .contains("endpoint \"staging\" has organizationCheck: ifNamed");
    }
  }
}
