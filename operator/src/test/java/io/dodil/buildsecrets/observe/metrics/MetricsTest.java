package io.dodil.buildsecrets.observe.metrics;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.TokenOrganization;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.retry.Persistence;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.SyncResults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final String SAVES = "buildsecrets_saves_total{endpoint=\"staging\",outcome=";

  private final ManualTimeSource clock = new ManualTimeSource();
  private final Resource acme = resource("acme");
  private boolean leads = true;
  private final Metrics metrics =
      new Metrics(SettingsBuilder.settings(), "test", () -> leads, clock.monotonic());

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void countsASaveAndTheTimeSinceTheChange() {
    metrics.reconciliations().changed(acme.id());
    clock.advance(Duration.ofMillis(400));

    run(saved());

    assertThat(value(SAVES + "\"accepted\",reason=\"Saved\"}")).isEqualTo(1);
    assertThat(value(reaction("count"))).isEqualTo(1);
    assertThat(value(reaction("sum"))).isEqualTo(0.4);
    assertThat(value("buildsecrets_sync_latency_seconds_bucket{endpoint=\"staging\",le=\"0.25\"}"))
        .isZero();
    assertThat(value("buildsecrets_sync_latency_seconds_bucket{endpoint=\"staging\",le=\"0.5\"}"))
        .isEqualTo(1);
  }

  @Test
  void aResyncIsNoReaction() {
    run(saved());

    assertThat(value(reaction("count"))).isZero();
  }

  @Test
  void anOutageIsPartOfTheReaction() {
    metrics.reconciliations().changed(acme.id());
    run(notSaved(new Failure.ApiUnavailable(Optional.of(503))));
    clock.advance(Duration.ofSeconds(100));
    run(saved());

    assertThat(value(reaction("sum"))).isEqualTo(100);
    assertThat(value(SAVES + "\"failed\",reason=\"ApiUnavailable\"}")).isEqualTo(1);
  }

  @Test
  void whatAPersonHasToMendIsNoPartOfIt() {
    metrics.reconciliations().changed(acme.id());
    run(notSaved(new Failure.PermissionDenied()));
    clock.advance(Duration.ofDays(1));
    run(saved());

    assertThat(value(reaction("count"))).isZero();
    assertThat(value(SAVES + "\"failed\",reason=\"PermissionDenied\"}")).isEqualTo(1);
  }

  @Test
  void saysWhyNothingCouldBeSent() {
    run(new SyncOutcome.Unresolved(List.of(new Problem.SecretNotFound("npm"))));
    run(new SyncOutcome.Denied(new SyncOutcome.Denial.OrganizationNotAllowed("acme", "staging")));
    run(new SyncOutcome.RemovalHeld(Duration.ofSeconds(30)));
    run(new SyncOutcome.ReadFailed());

    assertThat(value(SAVES + "\"blocked\",reason=\"SecretNotFound\"}")).isEqualTo(1);
    assertThat(value(SAVES + "\"blocked\",reason=\"OrganizationNotAllowed\"}")).isEqualTo(1);
    assertThat(value(SAVES + "\"held\",reason=\"RemovalGrace\"}")).isEqualTo(1);
    assertThat(value(SAVES + "\"failed\",reason=\"SecretReadError\"}")).isEqualTo(1);
  }

  @Test
  void tellsTheTwoWaysOfNotHavingToSaveApart() {
    run(new SyncOutcome.Unchanged(Because.NOTHING_CHANGED));
    run(new SyncOutcome.Unchanged(Because.DEFERRED));
    run(new SyncOutcome.Deferred(new SyncOutcome.ReadFailed()));
    run(new SyncOutcome.Confirmed("staging", SecretVersions.none()));

    assertThat(value("buildsecrets_saves_skipped_total{reason=\"unchanged\"}")).isEqualTo(1);
    assertThat(value("buildsecrets_saves_skipped_total{reason=\"same_content\"}")).isEqualTo(1);
    assertThat(value("buildsecrets_reconciliations_total{outcome=\"deferred\"}")).isEqualTo(1);
    assertThat(value("buildsecrets_reconciliations_total{outcome=\"backing_off\"}")).isEqualTo(1);
  }

  @Test
  void countsWhatGoesTogether() {
    metrics.reconciliations().changed(acme.id());
    metrics.reconciliations().changed(acme.id());

    assertThat(value("buildsecrets_changes_coalesced_total")).isEqualTo(1);
  }

  @Test
  void aStandbyOwesNothing() {
    leads = false;
    metrics.reconciliations().changed(acme.id());
    leads = true;
    clock.advance(Duration.ofDays(1));
    run(saved());

    assertThat(value(reaction("count"))).isZero();
  }

  @Test
  void aRunThatFailedUnexpectedlyIsAnError() {
    metrics.reconciliations().unexpected(acme.id(), new IllegalStateException());

    assertThat(value("buildsecrets_reconciliations_total{outcome=\"error\"}")).isEqualTo(1);
  }

  @Test
  void countsStatusesThatCouldNotBeWritten() {
    metrics.reconciliations().wrote(acme.id(), true);
    metrics.reconciliations().wrote(acme.id(), false);

    assertThat(value("buildsecrets_status_writes_total{outcome=\"written\"}")).isEqualTo(1);
    assertThat(value("buildsecrets_status_writes_total{outcome=\"failed\"}")).isEqualTo(1);
  }

  @Test
  void measuresCalls() {
    metrics.request("save", "staging", 503, Duration.ofMillis(80));
    metrics.request("token", "staging", 0, Duration.ofSeconds(5));

    assertThat(
            value(
                "buildsecrets_api_request_duration_seconds_count"
                    + "{call=\"save\",endpoint=\"staging\",status_class=\"5xx\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                "buildsecrets_api_request_duration_seconds_bucket"
                    + "{call=\"token\",endpoint=\"staging\",status_class=\"none\",le=\"2.5\"}"))
        .isZero();
  }

  @Test
  void tellsWhatTheKubernetesApiSays() {
    metrics.clusterRequest("watch", "secrets", 403);
    metrics.clusterRequest("patch", "leases", 0);

    assertThat(
            value(
                "buildsecrets_kubernetes_requests_total"
                    + "{outcome=\"forbidden\",resource=\"secrets\",verb=\"watch\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                "buildsecrets_kubernetes_requests_total"
                    + "{outcome=\"no_answer\",resource=\"leases\",verb=\"patch\"}"))
        .isEqualTo(1);
  }

  @Test
  void aMistakeOfAnObserverIsCountedAndHurtsNobody() {
    var observers =
        ReconciliationListener.all(
            metrics.internalErrors(),
            (_, _, _) -> {
              throw new IllegalStateException("canary");
            },
            metrics.reconciliations());

    observers.ended(
        SyncResults.of(acme, saved()), BuildSecretsStatus.none(), BuildSecretsStatus.none());

    assertThat(value("buildsecrets_internal_errors_total")).isEqualTo(1);
    assertThat(value(SAVES + "\"accepted\",reason=\"Saved\"}")).isEqualTo(1);
  }

  private static String reaction(String part) {
    return "buildsecrets_sync_latency_seconds_" + part + "{endpoint=\"staging\"}";
  }

  private double value(String series) {
    return Scraped.of(metrics).value(series);
  }

  private void run(SyncOutcome outcome) {
    metrics.reconciliations().began(acme.id());
    metrics
        .reconciliations()
        .ended(SyncResults.of(acme, outcome), BuildSecretsStatus.none(), BuildSecretsStatus.none());
  }

  private static SyncOutcome notSaved(Failure failure) {
    return new SyncOutcome.NotSaved(failure, Persistence.RECENT);
  }

  private SyncOutcome saved() {
    return new SyncOutcome.Saved(
        new SaveReceipt(
            acme.id(),
            ManualTimeSource.START,
            1,
            "staging",
            SettingsBuilder.STAGING.target("acme"),
            new TokenOrganization(true, Optional.empty()),
            new Counts(0, 0, 1),
            SecretVersions.none(),
            "request"));
  }
}
