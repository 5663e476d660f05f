package io.dodil.buildsecrets.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A status as a cluster would hold it, beside the one that is expected. With `-Dscenarios=write`
/// it becomes the expected one; read the difference before it is committed.
public final class StatusText {

  private static final Path SCENARIOS = Path.of("src/test/resources/scenarios/status");
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .build())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private StatusText() {}

  public static String of(BuildSecretsStatus status) throws IOException {
    return YAML.writeValueAsString(status);
  }

  /// That it is the one of the scenario.
  public static void expect(String scenario, BuildSecretsStatus status) throws IOException {
    var file = SCENARIOS.resolve(scenario + "/expected-status.yaml");
    if ("write".equals(System.getProperty("scenarios"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, of(status));
    }
    assertThat(of(status)).isEqualTo(Files.readString(file));
  }
}
