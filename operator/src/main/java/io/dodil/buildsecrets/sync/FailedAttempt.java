package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Instant;
import java.util.Optional;

/// The last failure of a resource, and what it was made from: only a change of that is a reason to
/// try before the time has come.
///
/// @param cached versions of the referenced Secrets as the watch had them
/// @param save of what was to be sent; empty when it did not get that far
/// @param failures in a row, this one included
/// @param refusedSince when the first of a row of refusals came
record FailedAttempt(
    long generation,
    Optional<String> syncRequest,
    SecretVersions cached,
    Optional<Fingerprint> save,
    int failures,
    Optional<Instant> refusedSince,
    Instant retryAt) {

  /// Whether everything that can be seen without a call is as it was.
  boolean sameInputs(Candidate resource, SecretVersions cachedNow) {
    return generation == resource.generation()
        && syncRequest.equals(resource.syncRequest())
        && cached.equals(cachedNow);
  }

  /// Whether the same thing would be sent again.
  boolean sameSave(Candidate resource, Optional<Fingerprint> saveNow) {
    return generation == resource.generation()
        && syncRequest.equals(resource.syncRequest())
        && save.equals(saveNow);
  }
}
