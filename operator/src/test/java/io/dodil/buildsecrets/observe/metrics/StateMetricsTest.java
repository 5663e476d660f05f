package io.dodil.buildsecrets.observe.metrics;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateMetricsTest {

  private static final String CONDITION =
      "buildsecrets_resource_condition{name=\"acme\",namespace=\"ci\",";
  private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00Z");

  private final ManualTimeSource clock = new ManualTimeSource();
  private final List<Resource> resources = new ArrayList<>();
  private boolean leads = true;

  @Test
  void aNewResourceIsThereFromTheStart() {
    resources.add(resource("acme"));

    var scraped = scrape();

    assertThat(scraped.value(CONDITION + "status=\"Unknown\",type=\"Ready\"}")).isEqualTo(1);
    assertThat(scraped.value(CONDITION + "status=\"True\",type=\"Ready\"}")).isZero();
    assertThat(scraped.value(CONDITION + "status=\"False\",type=\"Stalled\"}")).isEqualTo(1);
    assertThat(scraped.value(info("NotEvaluated"))).isEqualTo(1);
    assertThat(scraped.series("buildsecrets_resource_last_save_timestamp_seconds")).isEmpty();
    assertThat(scraped.value("buildsecrets_resources{class=\"waiting\",reason=\"NotEvaluated\"}"))
        .isEqualTo(1);
  }

  @Test
  void sayWhatTheStatusSays() {
    resources.add(
        resource("acme", c -> c.saved(ManualTimeSource.START).spec(s -> s.suspended()))
            .with(status("PermissionDenied", "Stalled")));

    var scraped = scrape();

    assertThat(scraped.value(CONDITION + "status=\"False\",type=\"Ready\"}")).isEqualTo(1);
    assertThat(scraped.value(CONDITION + "status=\"True\",type=\"Stalled\"}")).isEqualTo(1);
    assertThat(scraped.value(info("PermissionDenied"))).isEqualTo(1);
    assertThat(scraped.value(ofAcme("suspended"))).isEqualTo(1);
    assertThat(scraped.value(ofAcme("token_expiration_timestamp_seconds")))
        .isEqualTo((double) EXPIRY.getEpochSecond());
    assertThat(scraped.value("buildsecrets_resources_suspended")).isEqualTo(1);
    assertThat(
            scraped.value("buildsecrets_resources{class=\"refused\",reason=\"PermissionDenied\"}"))
        .isEqualTo(1);
  }

  @Test
  void aSaveOfANamesakeIsNone() {
    resources.add(resource("acme", c -> c.savedBy("another", ManualTimeSource.START)));
    resources.add(resource("umbrella", c -> c.saved(ManualTimeSource.START)));

    assertThat(scrape().series("buildsecrets_resource_last_save_timestamp_seconds"))
        .singleElement()
        .asString()
        .contains("umbrella");
  }

  @Test
  void goWithTheResource() {
    resources.add(resource("acme"));
    assertThat(scrape().text()).contains("name=\"acme\"");

    resources.clear();

    assertThat(scrape().text()).doesNotContain("acme");
  }

  @Test
  void aStandbySpeaksOfNoResource() {
    resources.add(resource("acme"));
    leads = false;

    var scraped = scrape();

    assertThat(scraped.text()).doesNotContain("acme").doesNotContain("buildsecrets_resources");
    assertThat(scraped.value("buildsecrets_leader")).isZero();
  }

  @Test
  void thoseOfEachResourceCanBeLeftOut() {
    resources.add(resource("acme"));

    var scraped = scrape(SettingsBuilder.settings(s -> s.withoutPerResourceMetrics()));

    assertThat(scraped.text()).doesNotContain("acme").doesNotContain("buildsecrets_resource_");
    assertThat(scraped.value("buildsecrets_resources{class=\"waiting\",reason=\"NotEvaluated\"}"))
        .isEqualTo(1);
  }

  @Test
  void anEndpointThatIsNotConfiguredIsNoLabel() {
    resources.add(resource("acme", c -> c.spec(s -> s.endpoint("api-acme-com"))));

    assertThat(scrape().text()).doesNotContain("api-acme-com").contains("endpoint=\"\"");
  }

  @Test
  void aReasonOfAnotherVersionIsNoLabel() {
    resources.add(resource("acme").with(status("canary", "Reconciling")));

    assertThat(scrape().text()).doesNotContain("canary");
  }

  @Test
  void sayHowTheProcessStands() {
    var scraped = scrape();

    assertThat(scraped.value("buildsecrets_leader")).isEqualTo(1);
    assertThat(scraped.value("buildsecrets_watch_up{resource=\"secrets\"}")).isZero();
    assertThat(scraped.value("buildsecrets_rate_limited_credentials{endpoint=\"staging\"}"))
        .isEqualTo(2);
    assertThat(scraped.value("buildsecrets_rate_limited_credentials{endpoint=\"bare\"}")).isZero();
    assertThat(scraped.value("buildsecrets_in_doubt_targets")).isEqualTo(3);
    assertThat(scraped.value("buildsecrets_reconciliations_active")).isEqualTo(4);
    assertThat(scraped.value("buildsecrets_queue_depth")).isEqualTo(1);
    assertThat(scraped.value("buildsecrets_queue_oldest_age_seconds")).isEqualTo(90);
  }

  private Scraped scrape() {
    return scrape(SettingsBuilder.settings());
  }

  private Scraped scrape(Settings settings) {
    try (var metrics = new Metrics(settings, "test", () -> true, clock.monotonic())) {
      metrics.show(
          new ProcessState(
              () -> leads,
              () -> resources,
              () -> Map.of("staging", 2L),
              () -> 3,
              () -> 4,
              () -> Map.of("tokens", 5),
              Map.of("secrets", () -> false)));
      metrics.reconciliations().changed(resource("queued").id());
      clock.advance(Duration.ofSeconds(90));
      return Scraped.of(metrics);
    }
  }

  private static BuildSecretsStatus status(String reason, String abnormal) {
    var conditions =
        Stream.of(
                new Condition(
                    "Ready",
                    Condition.Status.False,
                    1L,
                    ManualTimeSource.START,
                    reason,
                    "a sentence"),
                new Condition(
                    abnormal,
                    Condition.Status.True,
                    1L,
                    ManualTimeSource.START,
                    reason,
                    "a sentence"))
            .toList();
    return new BuildSecretsStatus(1L, conditions, null, EXPIRY, null, null, null);
  }

  private static String info(String reason) {
    return "buildsecrets_resource_info{endpoint=\"staging\",name=\"acme\",namespace=\"ci\",reason=\""
        + reason
        + "\"}";
  }

  private static String ofAcme(String what) {
    return "buildsecrets_resource_" + what + "{name=\"acme\",namespace=\"ci\"}";
  }
}
