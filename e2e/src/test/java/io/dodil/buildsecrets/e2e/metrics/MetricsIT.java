package io.dodil.buildsecrets.e2e.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What somebody who looks at `/metrics` sees of what happens.
@OperatorTest
class MetricsIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String ONE = "one";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
  }

  @Test
  void aSaveShowsAndSoDoesWhatWasNotNecessary() {
    var before = scrape();
    var ns = saved();

    var after = scrape();
    assertThat(moved(before, after, "saves_total", "outcome=accepted", "endpoint=staging"))
        .isEqualTo(1);
    assertThat(
            moved(
                before,
                after,
                "api_request_duration_seconds_count",
                "call=save",
                "status_class=2xx"))
        .isEqualTo(1);
    assertThat(
            moved(
                before,
                after,
                "api_request_duration_seconds_count",
                "call=token",
                "status_class=2xx"))
        .isEqualTo(1);
    assertThat(moved(before, after, "sync_latency_seconds_count")).isEqualTo(1);
    assertThat(moved(before, after, "status_writes_total", "outcome=written")).isPositive();
    assertThat(ofOne(after, ns, "condition", "type=Ready", "status=True")).isEqualTo(1);
    assertThat(ofOne(after, ns, "info", "reason=Succeeded", "endpoint=staging")).isEqualTo(1);
    assertThat(ofOne(after, ns, "last_save_timestamp_seconds"))
        .isBetween(
            Instant.now().minusSeconds(60).getEpochSecond() * 1.0,
            Instant.now().getEpochSecond() * 1.0);

    ns.label("npm", "yes");
    await()
        .until(
            () -> moved(after, scrape(), "saves_skipped_total", "reason=same_content"),
            n -> n == 1);
    assertThat(moved(after, scrape(), "saves_total", "outcome=accepted")).isZero();
    await().until(() -> scrape().sum("buildsecrets_queue_depth"), n -> n == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "403, PermissionDenied, refused, 4xx",
    "422, PayloadRejected,  invalid, 4xx",
    "503, ApiUnavailable,   outage,  5xx",
    "307, RedirectRejected, invalid, 3xx"
  })
  void aFailureShowsWithItsReason(int status, String reason, String meaning, String statusClass) {
    var before = scrape();
    var ns = fixture.newNamespace();
    fault(ns, new Fault.Respond(status));
    ns.secret("npm", Map.of("token", "one"));
    ns.apply(ONE, NPM);
    ns.awaitReason(ONE, reason);

    var after = scrape();
    assertThat(moved(before, after, "saves_total", "outcome=failed", "reason=" + reason))
        .isPositive();
    assertThat(
            moved(
                before, after, "api_request_duration_seconds_count", "status_class=" + statusClass))
        .isPositive();
    assertThat(after.sum("buildsecrets_resources", "class=" + meaning, "reason=" + reason))
        .isPositive();
    assertThat(ofOne(after, ns, "condition", "type=Ready", "status=False")).isEqualTo(1);
    assertThat(ofOne(after, ns, "info", "reason=" + reason)).isEqualTo(1);
    ns.leave();
  }

  @Test
  void anOutageIsWorkThatWaits() {
    var ns = fixture.newNamespace();
    fault(ns, new Fault.Respond(503));
    ns.secret("npm", Map.of("token", "one"));
    ns.apply(ONE, NPM);
    ns.awaitReason(ONE, "ApiUnavailable");

    assertThat(scrape().sum("buildsecrets_queue_depth")).isPositive();
    assertThat(scrape().sum("buildsecrets_queue_oldest_age_seconds")).isPositive();
    ns.leave();
    await().until(() -> scrape().sum("buildsecrets_queue_depth"), n -> n == 0);
  }

  @Test
  void aGateShowsWhileItIsClosed() {
    var ns = fixture.newNamespace();
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>once(new Fault.Respond(429).withHeader("Retry-After", "3"))
                .organization(ns.organization()));
    ns.secret("npm", Map.of("token", "one"));
    ns.apply(ONE, NPM);
    ns.awaitReason(ONE, "RateLimited");

    assertThat(scrape().sum("buildsecrets_rate_limited_credentials", "endpoint=staging"))
        .isEqualTo(1);
    ns.awaitReady(ONE);
    assertThat(scrape().sum("buildsecrets_rate_limited_credentials", "endpoint=staging")).isZero();
  }

  @Test
  void whatWaitsForASecretIsBlockedAndWhatIsSuspendedSaysSo() {
    var before = scrape();
    var ns = fixture.newNamespace();
    ns.apply(ONE, NPM);
    ns.awaitReason(ONE, "SecretNotFound");

    assertThat(moved(before, scrape(), "saves_total", "outcome=blocked", "reason=SecretNotFound"))
        .isPositive();
    assertThat(scrape().sum("buildsecrets_resources", "reason=SecretNotFound")).isPositive();

    ns.patch(ONE, "{\"spec\":{\"suspend\":true}}");
    ns.awaitReason(ONE, "Suspended");
    assertThat(ofOne(scrape(), ns, "suspended")).isEqualTo(1);
    assertThat(scrape().sum("buildsecrets_resources_suspended")).isPositive();
  }

  @Test
  void theSeriesOfAResourceEndWithIt() {
    var ns = saved();
    assertThat(scrape().of(ns)).hasSizeGreaterThan(10);

    ns.leave();

    await().untilAsserted(() -> assertThat(scrape().of(ns)).isEmpty());
  }

  @Test
  void theSeriesOfAResourceAreThereAfterARestartThatHadNothingToDo() throws IOException {
    var ns = saved();
    fixture.stopOperator();
    fixture.startOperator();

    await()
        .untilAsserted(
            () ->
                assertThat(ofOne(scrape(), ns, "condition", "type=Ready", "status=True"))
                    .isEqualTo(1));
    assertThat(ofOne(scrape(), ns, "last_save_timestamp_seconds")).isPositive();
    assertThat(ns.saves()).hasSize(1);
    assertThat(scrape().sum("buildsecrets_saves_total", "outcome=accepted")).isZero();
  }

  private TestNamespace saved() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "one"));
    ns.apply(ONE, NPM);
    ns.awaitReady(ONE);
    return ns;
  }

  private void fault(TestNamespace ns, Fault fault) {
    fixture.sandbox().faults().save(PlannedFault.always(fault).organization(ns.organization()));
  }

  private Scrape scrape() {
    return Scrape.of(fixture.metricsPort());
  }

  private static double moved(Scrape before, Scrape after, String name, String... labels) {
    var full = "buildsecrets_" + name;
    return after.sum(full, labels) - before.sum(full, labels);
  }

  private static double ofOne(Scrape scrape, TestNamespace ns, String name, String... labels) {
    var all = Stream.concat(Stream.of(labels), Stream.of("name=" + ONE)).toArray(String[]::new);
    return scrape.of(ns, "buildsecrets_resource_" + name, all);
  }
}
