package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Instant;
import java.util.Optional;

/// One run: what it was about, what it came to, and when to come back at the latest.
///
/// @param resource as it was worked on, which may be newer than what the run began with
/// @param target empty when the endpoint is not configured
/// @param due back-off, gate, window or grace; other times follow from the status, see [Due]
/// @param answeredRequest the sync request that this run has answered
/// @param tokenExpiry of a ready-made token that was read in this run and says so
public record SyncRun(
    Candidate resource,
    Optional<Target> target,
    SyncOutcome outcome,
    Optional<Instant> due,
    Optional<String> answeredRequest,
    Optional<Instant> tokenExpiry) {

  public long generation() {
    return resource.generation();
  }
}
