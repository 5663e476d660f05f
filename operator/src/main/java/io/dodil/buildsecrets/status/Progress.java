package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.api.v1alpha1.Reason.Severity;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.sync.retry.Persistence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a resource that is not ready is getting there (Reconciling) or needs somebody (Stalled),
/// as kstatus reads it. Outages of the other side are never Stalled: they may last for hours, and
/// every tool would call a healthy fleet failed.
sealed interface Progress {

  record Reconciling(Reason reason) implements Progress {}

  record Stalled(Reason reason) implements Progress {}

  static Optional<Progress> verdict(
      BuildSecretsStatus previous,
      SyncResult result,
      StatusDraft draft,
      @Nullable Instant since,
      Duration deadline,
      Instant now) {
    var reason = draft.reason();
    return switch (reason.severity()) {
      case WELL, SUSPENDED -> Optional.empty();
      case INVALID -> Optional.of(new Stalled(reason));
      case REFUSED ->
          draft.persistence() == Persistence.PERSISTENT || stalledBy(previous, result, reason)
              ? Optional.of(new Stalled(reason))
              : Optional.of(new Reconciling(Reason.PROGRESSING_WITH_RETRY));
      case WAITING ->
          since != null && !now.isBefore(since.plus(deadline))
              ? Optional.of(new Stalled(Reason.PROGRESS_DEADLINE_EXCEEDED))
              : Optional.of(new Reconciling(Reason.PROGRESSING));
      case OUTAGE -> Optional.of(new Reconciling(Reason.PROGRESSING_WITH_RETRY));
      case HELD -> Optional.of(new Reconciling(Reason.PROGRESSING));
    };
  }

  /// Since when the resource is on its way. Begins anew with a new generation, when Ready stops
  /// being True, and when it turns to waiting.
  static @Nullable Instant since(
      BuildSecretsStatus previous, SyncResult result, StatusDraft draft, Instant now) {
    var severity = draft.reason().severity();
    if (severity == Severity.WELL || severity == Severity.SUSPENDED) {
      return null;
    }
    var known = previous.progressingSince();
    boolean newGeneration =
        !Long.valueOf(result.generation()).equals(previous.observedGeneration());
    boolean turnedToWaiting =
        severity == Severity.WAITING && severityOf(previous) != Severity.WAITING;
    var begin = now.truncatedTo(ChronoUnit.SECONDS);
    if (known == null || newGeneration || turnedToWaiting) {
      return begin;
    }
    // a time in the future is the work of a clock that was set back
    return known.isAfter(now) ? begin : known;
  }

  private static Severity severityOf(BuildSecretsStatus status) {
    return status
        .condition(ConditionType.READY)
        .flatMap(c -> Reason.named(c.reason()))
        .map(Reason::severity)
        .orElse(Severity.WELL);
  }

  private static boolean stalledBy(BuildSecretsStatus previous, SyncResult result, Reason reason) {
    return previous
        .condition(ConditionType.STALLED)
        .filter(c -> c.isFor(reason))
        .filter(c -> Long.valueOf(result.generation()).equals(c.observedGeneration()))
        .isPresent();
  }
}
