package io.dodil.buildsecrets.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With `-Dgolden=write` the files become what is said now; read the difference before it is
/// committed.
class PlanTest {

  private static final Path FILES = Path.of("src/test/resources/plan");

  @ParameterizedTest
  @EnumSource
  void readsAsItsGoldenText(Cases given) throws IOException {
    expect(given.file() + ".txt", PlanText.of(List.of(given.plan())));
  }

  @ParameterizedTest
  @EnumSource
  void isWrittenAsItsGoldenJson(Cases given) throws IOException {
    var plan = given.plan();

    expect(given.file() + ".json", PlanJson.of(List.of(plan), plan.verdict()));
  }

  @ParameterizedTest
  @EnumSource
  void showsNoValue(Cases given) {
    var plan = given.plan();
    var shown = PlanText.of(List.of(plan)) + PlanJson.of(List.of(plan), plan.verdict()) + plan;

    assertThat(Cases.secrets())
        .allSatisfy(
            value ->
                assertThat(shown)
                    .doesNotContain(value)
                    .doesNotContain(Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 4000, 60_000})
  void tellsNoLengthByItsSize(int length) {
    assertThat(sizeWith(length)).isEqualTo(new Size(Optional.of(65_536L), 1 << 20));
  }

  @Test
  void saysHowFarTheLimitIs() {
    assertThat(sizeWith(200_000)).isEqualTo(new Size(Optional.of(262_144L), 1 << 20));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesASpecThatTheOperatorDoesNotKeep(boolean configured) {
    var settings =
        configured ? Optional.of(SettingsBuilder.settings()) : Optional.<Settings>empty();
    var facts =
        new FactsBuilder(ResourceBuilder.resource("acme", ResourceBuilder::tooLarge))
            .secret("npm", "1", "token", "x")
            .secret("dodil", "1", "client-id", "a", "client-secret", "b")
            .build();

    assertThat(new Planner(settings).plan(facts, ManualTimeSource.START).obstacles())
        .extracting(Obstacle::reason)
        .containsExactly("SpecTooLarge");
  }

  private static Size sizeWith(int length) {
    var facts =
        new FactsBuilder(ResourceBuilder.resource("acme"))
            .secret("npm", "1", "token", "x".repeat(length))
            .secret("dodil", "1", "client-id", "a", "client-secret", "b")
            .build();
    return new Planner(Optional.empty()).plan(facts, ManualTimeSource.START).size();
  }

  @Test
  void namesNoValueThatStandsWhereARegistryBelongs() {
    var facts =
        new FactsBuilder(ResourceBuilder.resource("acme", r -> r.spec(s -> s.docker("pull"))))
            .secret("npm", "1", "token", "x")
            .secret("dodil", "1", "client-id", "a", "client-secret", "b")
            .secret(
                "pull",
                "1",
                "config.json",
                "{\"auths\":{\"ghp_gone_astray\":{},\"ghcr.io\":{},\"[::1]:5000\":{}}}")
            .build();

    assertThat(new Planner(Optional.empty()).plan(facts, ManualTimeSource.START).obstacles())
        .extracting(Obstacle::sentence)
        .containsExactly(
            "Secret \"pull\" holds 3 entries without user or password [[::1]:5000, ghcr.io]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u001b[31mb", "a\nb", "a\u202eb"})
  void obeysNoTerminal(String text) {
    assertThat(DisplayText.text(text)).matches("a\\?(?:\\[31m)?b");
  }

  @Test
  void hidesALoginInAnAddress() {
    assertThat(DisplayText.text("at \"https://me:pass@host/\""))
        .isEqualTo("at \"https://***@host/\"");
  }

  private static void expect(String name, String text) throws IOException {
    var file = FILES.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(FILES);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
