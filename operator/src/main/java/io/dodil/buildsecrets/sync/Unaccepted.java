package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.time.Instant;
import java.util.Optional;

/// The last attempt of a resource, which was not accepted. Only a change of what it was made from,
/// or time, is a reason for another one.
///
/// @param cached versions of the referenced Secrets as the watch had them
/// @param outcome what the resource's status says because of it
public record Unaccepted(
    long generation,
    Optional<String> syncRequest,
    SecretVersions cached,
    SyncOutcome outcome,
    Instant retryAt) {

  static Unaccepted of(
      Resource resource, SecretVersions cached, SyncOutcome outcome, Instant retryAt) {
    return new Unaccepted(resource.generation(), resource.syncRequest(), cached, outcome, retryAt);
  }

  /// What a reconciliation comes to that has to wait because of this attempt.
  public SyncOutcome deferred() {
    return outcome instanceof SyncOutcome.Unchanged
        ? new SyncOutcome.Unchanged(Because.DEFERRED)
        : new SyncOutcome.Deferred(outcome);
  }

  /// Whether another attempt has to wait: nothing that can be seen without a call has changed.
  public boolean holds(Resource resource, SecretVersions cachedNow, Instant now) {
    return generation == resource.generation()
        && syncRequest.equals(resource.syncRequest())
        && cached.equals(cachedNow)
        && now.isBefore(retryAt);
  }
}
