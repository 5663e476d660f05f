package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.OperatorProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `/metrics` is made of, and what it must not be made of.
@ExtendWith(SharedCluster.class)
class MetricsFormIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String ONE = "one";

  private Stage stage;

  @BeforeEach
  void set(Cluster cluster) throws IOException {
    stage = Stage.withoutOperator(cluster);
  }

  @AfterEach
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void prometheusUnderstandsBothFormats() throws Exception {
    stage.startOperator();
    saved();

    // two names of Micrometer's are not what they should be
    assertThat(PromLint.of("text", ours(scrape().text()))).isEmpty();
    var open = Scrape.get(stage.metricsPort(), "/metrics", "application/openmetrics-text").body();
    assertThat(PromLint.of("openmetrics", open)).matches("\\d{3,} series\n");
    assertThat(PromLint.of("text", "a_total{b=\"c} 1\n")).as("what is broken").isNotEmpty();
    assertThat(PromLint.of("openmetrics", open.replace("# EOF\n", "{")))
        .contains("expected label name");
  }

  @Test
  void nothingButNamesOfResourcesAndOurOwnWordsIsALabel() throws IOException {
    stage.startOperator();
    var team = saved();

    var labels =
        scrape().samples().stream()
            .filter(s -> s.name().startsWith("buildsecrets_"))
            .flatMap(s -> s.labels().entrySet().stream())
            .filter(e -> !e.getKey().equals("namespace") && !e.getKey().equals("name"))
            .toList();
    assertThat(labels)
        .extracting(Map.Entry::getValue)
        .doesNotContain(team.organization(), team.bot(), "npm", "dodil", "NPM_TOKEN")
        .noneMatch(value -> value.contains("127.0.0.1") || value.contains("://"));
    assertThat(labels)
        .extracting(Map.Entry::getKey)
        .containsOnly(
            "call",
            "class",
            "endpoint",
            "kind",
            "le",
            "outcome",
            "reason",
            "resource",
            "status",
            "status_class",
            "type",
            "verb",
            "version");
  }

  @Test
  void withoutThoseOfEachResourceNoneIsNamed() throws IOException {
    stage.startOperator(Tuning.with(Tuning::withoutPerResourceMetrics));
    var team = saved();

    var scrape = scrape();
    assertThat(scrape.of(team)).isEmpty();
    assertThat(scrape.text()).doesNotContain("buildsecrets_resource_");
    assertThat(scrape.sum("buildsecrets_resources", "reason=Succeeded")).isPositive();
  }

  @Test
  void anObserverThatFailsHurtsNoSave() throws IOException {
    stage.startOperator(
        new OperatorProcess.Extras(
            (_, _, _) -> {
              throw new IllegalStateException("canary");
            },
            Duration.ofSeconds(60)));
    var team = saved();

    assertThat(team.saves()).hasSize(1);
    assertThat(scrape().sum("buildsecrets_observer_failures_total")).isPositive();
  }

  private static String ours(String text) {
    return text.lines()
        .filter(line -> line.matches("(# [A-Z]+ )?buildsecrets_.*"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Team saved() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "one"));
    team.apply(ONE, NPM);
    team.awaitReady(ONE);
    return team;
  }

  private Scrape scrape() {
    return Scrape.of(stage.metricsPort());
  }
}
