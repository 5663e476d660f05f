package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Instant;
import java.util.Optional;

/// One run: what it was about, what it came to, and when to come back at the latest.
///
/// @param resource as it was worked on, which may be newer than what the run began with
/// @param target empty when the endpoint is not configured
/// @param cached versions of the referenced Secrets as the watch had them when the run began
/// @param due settling, back-off, gate, window or grace; other times follow from the status, see
///   [Due]
/// @param answeredRequest the sync request that this run has answered
/// @param tokenExpiry of a ready-made token that was read in this run and says so
/// @param unsettledUntil until when an earlier call may still change what was saved, if this
///   resource has to make up for it
public record SyncRun(
    Candidate resource,
    Optional<Target> target,
    SecretVersions cached,
    SyncOutcome outcome,
    Optional<Instant> due,
    Optional<String> answeredRequest,
    Optional<Instant> tokenExpiry,
    Optional<Instant> unsettledUntil) {

  public long generation() {
    return resource.generation();
  }

  /// Whether another resource shall try, since this one never saved and can't as it is.
  ///
  /// @param next what the resource says of itself after this run
  public boolean givesWay(BuildSecretsStatus next) {
    boolean conflict = outcome instanceof SyncOutcome.Denied(SyncOutcome.Denial.TargetConflict _);
    return !conflict
        && !(outcome instanceof SyncOutcome.Unchanged)
        && next.isTrue("Stalled")
        && target.filter(t -> resource.with(next).lastSaveTo(t).isEmpty()).isPresent();
  }
}
