package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.status.OutcomeReason;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.sync.retry.FailureClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;

/// Counts saves by outcome and reason, those that were not needed included. Reasons are the
/// status'.
final class SaveMetrics {

  /// There from the start: a rate sees no first failure that comes as a new series.
  private static final List<Reason> FAILURES =
      List.of(
          Reason.PAYLOAD_REJECTED,
          Reason.REDIRECT_REJECTED,
          Reason.TOKEN_EXPIRED,
          Reason.AUTHENTICATION_FAILED,
          Reason.PERMISSION_DENIED,
          Reason.ORGANIZATION_MISMATCH,
          Reason.API_UNAVAILABLE,
          Reason.RATE_LIMITED,
          Reason.TLS_FAILURE,
          Reason.TOKEN_UNAVAILABLE,
          Reason.UNEXPECTED_RESPONSE,
          Reason.SAVE_NOT_CONFIRMED,
          Reason.OUTCOME_UNKNOWN,
          Reason.SECRET_READ_ERROR);

  private final MeterProvider<Counter> saves;
  private final MeterProvider<Counter> skipped;

  SaveMetrics(MeterRegistry registry, Set<String> endpoints) {
    saves =
        Counter.builder("buildsecrets.saves")
            .description(
                "Saves that were due. `accepted`: the API holds the set. `failed`: tried, and the"
                    + " reason says why not. `blocked`: nothing could be sent, for want of a Secret"
                    + " or a permission. `held`: put off by a Retry-After or the removal guard."
                    + " Reasons are those of the resource's conditions.")
            .withRegistry(registry);
    skipped =
        Counter.builder("buildsecrets.saves.skipped")
            .description(
                "Saves that were not needed. `unchanged`: no Secret has another version."
                    + " `same_content`: one had, and held the same.")
            .withRegistry(registry);
    endpoints.forEach(
        endpoint -> {
          save(endpoint, "accepted", Reason.SAVED);
          FAILURES.forEach(reason -> save(endpoint, "failed", reason));
        });
    skipped.withTag("reason", "unchanged");
    skipped.withTag("reason", "same_content");
  }

  void count(SyncResult result, String endpoint) {
    switch (result.outcome()) {
      case SyncOutcome.Unchanged(var why) -> {
        if (why == Because.NOTHING_CHANGED) {
          skipped.withTag("reason", "unchanged").increment();
        }
      }
      case SyncOutcome.Deferred _ -> skipped.withTag("reason", "deferred").increment();
      case SyncOutcome.Confirmed _ -> skipped.withTag("reason", "same_content").increment();
      case SyncOutcome.Saved _ -> count(result, endpoint, "accepted");
      case SyncOutcome.NotSaved _, SyncOutcome.ResyncFailed _, SyncOutcome.ReadFailed _ ->
          count(result, endpoint, "failed");
      case SyncOutcome.Denied _, SyncOutcome.Unresolved _ -> count(result, endpoint, "blocked");
      case SyncOutcome.HeldByRetryAfter _, SyncOutcome.RemovalHeld _ ->
          count(result, endpoint, "held");
      case SyncOutcome.Suspended _ -> {}
    }
  }

  private void count(SyncResult result, String endpoint, String outcome) {
    OutcomeReason.of(result).ifPresent(reason -> save(endpoint, outcome, reason).increment());
  }

  private Counter save(String endpoint, String outcome, Reason reason) {
    return saves.withTags(
        Tags.of("endpoint", endpoint, "outcome", outcome, "reason", reason.text()));
  }

  static boolean isOutage(Failure failure) {
    return FailureClass.of(failure) == FailureClass.OUTAGE;
  }
}
