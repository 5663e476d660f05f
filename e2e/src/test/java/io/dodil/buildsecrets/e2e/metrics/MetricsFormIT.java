package io.dodil.buildsecrets.e2e.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.app.OperatorProcess;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `/metrics` is made of, and what it must not be made of.
@ExtendWith(OperatorExtension.class)
class MetricsFormIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String ONE = "one";

  private OperatorFixture fixture;

  @BeforeEach
  void set(Cluster cluster) throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
  }

  @AfterEach
  void strike() throws IOException {
    fixture.close();
  }

  @Test
  void prometheusUnderstandsBothFormats() throws Exception {
    fixture.startOperator();
    saved();

    // two names of Micrometer's are not what they should be
    assertThat(PromLint.of("text", ours(scrape().text()))).isEmpty();
    var open = Scrape.get(fixture.metricsPort(), "/metrics", "application/openmetrics-text").body();
    assertThat(PromLint.of("openmetrics", open)).matches("\\d{3,} series\n");
    assertThat(PromLint.of("text", "a_total{b=\"c} 1\n")).as("what is broken").isNotEmpty();
    assertThat(PromLint.of("openmetrics", open.replace("# EOF\n", "{")))
        .contains("expected label name");
  }

  @Test
  void nothingButNamesOfResourcesAndOurOwnWordsIsALabel() throws IOException {
    fixture.startOperator();
    var ns = saved();

    var labels =
        scrape().samples().stream()
            .filter(s -> s.name().startsWith("buildsecrets_"))
            .flatMap(s -> s.labels().entrySet().stream())
            .filter(e -> !e.getKey().equals("namespace") && !e.getKey().equals("name"))
            .toList();
    assertThat(labels)
        .extracting(Map.Entry::getValue)
        .doesNotContain(ns.organization(), ns.bot(), "npm", "dodil", "NPM_TOKEN")
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
    fixture.startOperator(SettingsOverrides.with(SettingsOverrides::withoutPerResourceMetrics));
    var ns = saved();

    var scrape = scrape();
    assertThat(scrape.of(ns)).isEmpty();
    assertThat(scrape.text()).doesNotContain("buildsecrets_resource_");
    assertThat(scrape.sum("buildsecrets_resources", "reason=Succeeded")).isPositive();
  }

  @Test
  void anObserverThatFailsHurtsNoSave() throws IOException {
    fixture.startOperator(
        new OperatorProcess.Extras(
            (_, _, _) -> {
              throw new IllegalStateException("canary");
            },
            Duration.ofSeconds(60)));
    var ns = saved();

    assertThat(ns.saves()).hasSize(1);
    assertThat(scrape().sum("buildsecrets_internal_errors_total")).isPositive();
  }

  private static String ours(String text) {
    return text.lines()
        .filter(line -> line.matches("(# [A-Z]+ )?buildsecrets_.*"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private TestNamespace saved() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "one"));
    ns.apply(ONE, NPM);
    ns.awaitReady(ONE);
    return ns;
  }

  private Scrape scrape() {
    return Scrape.of(fixture.metricsPort());
  }
}
