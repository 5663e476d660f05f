package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The last failure of a resource, and what it was made from: only a change of that is a reason to
/// try before the time has come.
///
/// @param cached versions of the referenced Secrets as the watch had them
/// @param save of what was to be sent; empty when it did not get that far
record FailedAttempt(
    long generation,
    Optional<String> syncRequest,
    SecretVersions cached,
    Optional<Fingerprint> save,
    Row row,
    Instant retryAt) {

  /// Whether everything that can be seen without a call is as it was.
  boolean sameInputs(Candidate resource, SecretVersions cachedNow) {
    return sameRequest(resource) && cached.equals(cachedNow);
  }

  /// Whether the same thing would be sent again.
  boolean sameSave(Candidate resource, Optional<Fingerprint> saveNow) {
    return sameRequest(resource) && save.equals(saveNow);
  }

  /// Whether it is still the same spec that is to be saved, and nobody asked anew.
  boolean sameRequest(Candidate resource) {
    return generation == resource.generation() && syncRequest.equals(resource.syncRequest());
  }

  /// Failures without an acceptance or a change between them.
  ///
  /// @param refusals how many at its end were refusals
  /// @param refusedSince when the first of those came
  record Row(int failures, int refusals, Optional<Instant> refusedSince) {

    static final Row EMPTY = new Row(0, 0, Optional.empty());

    private static final int REFUSALS = 3;
    private static final Duration REFUSED_FOR = Duration.ofSeconds(60);

    Row and(Failure failure, Instant at) {
      return FailureClass.of(failure) == FailureClass.REFUSED
          ? new Row(failures + 1, refusals + 1, Optional.of(refusedSince.orElse(at)))
          : new Row(failures + 1, 0, Optional.empty());
    }

    /// The Kubernetes API failed, which says nothing of the other side.
    Row andUnread() {
      return new Row(failures + 1, refusals, refusedSince);
    }

    boolean isRefusedForLong(Instant now) {
      return refusals >= REFUSALS
          && refusedSince.filter(since -> !now.isBefore(since.plus(REFUSED_FOR))).isPresent();
    }
  }
}
