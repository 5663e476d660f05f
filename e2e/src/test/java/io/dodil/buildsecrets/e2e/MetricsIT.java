package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What somebody who looks at `/metrics` sees of what happens.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String ONE = "one";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void aSaveShowsAndSoDoesWhatWasNotNecessary() {
    var before = scrape();
    var team = saved();

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
    assertThat(moved(before, after, "reaction_time_seconds_count")).isEqualTo(1);
    assertThat(moved(before, after, "status_writes_total", "outcome=written")).isPositive();
    assertThat(ofOne(after, team, "condition", "type=Ready", "status=True")).isEqualTo(1);
    assertThat(ofOne(after, team, "info", "reason=Succeeded", "endpoint=staging")).isEqualTo(1);
    assertThat(ofOne(after, team, "last_save_timestamp_seconds"))
        .isBetween(
            Instant.now().minusSeconds(60).getEpochSecond() * 1.0,
            Instant.now().getEpochSecond() * 1.0);

    team.label("npm", "yes");
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
    var team = stage.newTeam();
    fault(team, new Fault.Respond(status));
    team.secret("npm", Map.of("token", "one"));
    team.apply(ONE, NPM);
    team.awaitReason(ONE, reason);

    var after = scrape();
    assertThat(moved(before, after, "saves_total", "outcome=failed", "reason=" + reason))
        .isPositive();
    assertThat(
            moved(
                before, after, "api_request_duration_seconds_count", "status_class=" + statusClass))
        .isPositive();
    assertThat(after.sum("buildsecrets_resources", "class=" + meaning, "reason=" + reason))
        .isPositive();
    assertThat(ofOne(after, team, "condition", "type=Ready", "status=False")).isEqualTo(1);
    assertThat(ofOne(after, team, "info", "reason=" + reason)).isEqualTo(1);
    team.leave();
  }

  @Test
  void anOutageIsWorkThatWaits() {
    var team = stage.newTeam();
    fault(team, new Fault.Respond(503));
    team.secret("npm", Map.of("token", "one"));
    team.apply(ONE, NPM);
    team.awaitReason(ONE, "ApiUnavailable");

    assertThat(scrape().sum("buildsecrets_queue_depth")).isPositive();
    assertThat(scrape().sum("buildsecrets_queue_oldest_age_seconds")).isPositive();
    team.leave();
    await().until(() -> scrape().sum("buildsecrets_queue_depth"), n -> n == 0);
  }

  @Test
  void aGateShowsWhileItIsClosed() {
    var team = stage.newTeam();
    stage
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>once(new Fault.Respond(429).withHeader("Retry-After", "3"))
                .organization(team.organization()));
    team.secret("npm", Map.of("token", "one"));
    team.apply(ONE, NPM);
    team.awaitReason(ONE, "RateLimited");

    assertThat(scrape().sum("buildsecrets_closed_gates", "endpoint=staging")).isEqualTo(1);
    team.awaitReady(ONE);
    assertThat(scrape().sum("buildsecrets_closed_gates", "endpoint=staging")).isZero();
  }

  @Test
  void whatWaitsForASecretIsBlockedAndWhatIsSuspendedSaysSo() {
    var before = scrape();
    var team = stage.newTeam();
    team.apply(ONE, NPM);
    team.awaitReason(ONE, "SecretNotFound");

    assertThat(moved(before, scrape(), "saves_total", "outcome=blocked", "reason=SecretNotFound"))
        .isPositive();
    assertThat(scrape().sum("buildsecrets_resources", "reason=SecretNotFound")).isPositive();

    team.patch(ONE, "{\"spec\":{\"suspend\":true}}");
    team.awaitReason(ONE, "Suspended");
    assertThat(ofOne(scrape(), team, "suspended")).isEqualTo(1);
    assertThat(scrape().sum("buildsecrets_resources_suspended")).isPositive();
  }

  @Test
  void theSeriesOfAResourceEndWithIt() {
    var team = saved();
    assertThat(scrape().of(team)).hasSizeGreaterThan(10);

    team.leave();

    await().untilAsserted(() -> assertThat(scrape().of(team)).isEmpty());
  }

  @Test
  void theSeriesOfAResourceAreThereAfterARestartThatHadNothingToDo() throws IOException {
    var team = saved();
    stage.stopOperator();
    stage.startOperator();

    await()
        .untilAsserted(
            () ->
                assertThat(ofOne(scrape(), team, "condition", "type=Ready", "status=True"))
                    .isEqualTo(1));
    assertThat(ofOne(scrape(), team, "last_save_timestamp_seconds")).isPositive();
    assertThat(team.saves()).hasSize(1);
    assertThat(scrape().sum("buildsecrets_saves_total", "outcome=accepted")).isZero();
  }

  private Team saved() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "one"));
    team.apply(ONE, NPM);
    team.awaitReady(ONE);
    return team;
  }

  private void fault(Team team, Fault fault) {
    stage.sandbox().faults().save(PlannedFault.always(fault).organization(team.organization()));
  }

  private Scrape scrape() {
    return Scrape.of(stage.metricsPort());
  }

  private static double moved(Scrape before, Scrape after, String name, String... labels) {
    var full = "buildsecrets_" + name;
    return after.sum(full, labels) - before.sum(full, labels);
  }

  private static double ofOne(Scrape scrape, Team team, String name, String... labels) {
    var all = Stream.concat(Stream.of(labels), Stream.of("name=" + ONE)).toArray(String[]::new);
    return scrape.of(team, "buildsecrets_resource_" + name, all);
  }
}
