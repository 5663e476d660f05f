package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import java.time.Instant;
import java.util.Optional;

/// One reconciliation: what it was about, what it came to, and when to come back at the latest.
///
/// @param resource as it was worked on, which may be newer than what the reconciliation began with
/// @param target empty when the endpoint is not configured
/// @param cached versions of the referenced Secrets as the watch had them when the reconciliation
///   began
/// @param due confirming save, back-off, Retry-After, window or grace; other times follow from the
///   status, see [Due]
/// @param answeredRequest the sync request that this reconciliation has answered
/// @param tokenExpiry of a ready-made token that was read in this reconciliation and says so
/// @param inDoubt the target that an earlier call may still change, if the status has to record it
/// @param attempted whether an attempt was made, which nobody else could make meanwhile
public record SyncResult(
    Resource resource,
    Optional<Target> target,
    SecretVersions cached,
    SyncOutcome outcome,
    Optional<Instant> due,
    Optional<String> answeredRequest,
    Optional<Instant> tokenExpiry,
    Optional<InDoubt> inDoubt,
    boolean attempted) {

  public long generation() {
    return resource.generation();
  }
}
