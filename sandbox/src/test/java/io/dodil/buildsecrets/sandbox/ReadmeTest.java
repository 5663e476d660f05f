package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Users play with the faults by copying them from the README.
final class ReadmeTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\{\"type\":.*?\\})`", Pattern.MULTILINE);
  private static final Pattern PLAN = Pattern.compile("admin/faults -d '(.*?)'");
  private static final Pattern SETTINGS = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static Stream<String> found(Pattern pattern) throws IOException {
    return pattern.matcher(readme()).results().map(match -> match.group(1)).toList().stream();
  }

  static Stream<String> rows() throws IOException {
    return found(ROW);
  }

  static Stream<String> plans() throws IOException {
    return found(PLAN);
  }

  static Stream<String> names() {
    return types(TokenFault.class)
        .map(type -> Objects.requireNonNull(type.getAnnotation(JsonTypeName.class)).value());
  }

  private static Stream<Class<?>> types(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ReadmeTest::types)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("names")
  void showsEveryFault(String name) throws IOException {
    assertThat(rows()).anyMatch(row -> row.startsWith("{\"type\":\"" + name + "\""));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void showsFaultsAsTheAdminCallTakesThem(String row) {
    var plan = "{\"token\": [{\"times\": 1, \"organization\": \"acme\", \"fault\": " + row + "}]}";

    assertThatCode(() -> Json.MAPPER.readValue(plan, FaultPlan.class)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void showsFaultsAsTheSettingsFileTakesThem(String row) {
    var settings = "faults:\n  token:\n    - {times: 1, fault: " + row + "}\n";

    assertThatCode(() -> Json.YAML.readValue(settings, SandboxSettings.class))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void showsAdminCallsThatAreUnderstood(String plan) throws IOException {
    assertThat(Json.MAPPER.readValue(plan, FaultPlan.class)).isNotEqualTo(FaultPlan.NONE);
  }

  @Test
  void showsSettingsThatAreUnderstood() throws IOException {
    var all = found(SETTINGS).toList();

    assertThat(all).hasSize(1);
    var settings = Json.YAML.readValue(all.getFirst(), SandboxSettings.class);
    assertThat(settings.faults().save()).isNotEmpty();
    assertThat(settings.faults().token()).isNotEmpty();
  }

  @Test
  void namesEveryWayInWhichTlsCanBreak() throws IOException {
    assertThat(readme())
        .contains(Stream.of(Tls.values()).map(Tls::name).toArray(String[]::new))
        .contains(Stream.of(Claim.values()).map(Claim::name).toArray(String[]::new));
  }
}
