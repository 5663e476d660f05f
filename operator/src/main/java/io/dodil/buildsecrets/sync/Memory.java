package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// What is remembered of each resource, by uid and never by name. Lost at a restart: nothing in it
/// is needed to be right, only to be quick and quiet.
public final class Memory {

  private final Map<String, Remembered> byUid = new ConcurrentHashMap<>();

  Remembered of(String uid) {
    return byUid.getOrDefault(uid, Remembered.NOTHING);
  }

  void update(String uid, UnaryOperator<Remembered> change) {
    byUid.compute(uid, (_, known) -> change.apply(known == null ? Remembered.NOTHING : known));
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    byUid.remove(uid);
  }

  /// Of one resource.
  ///
  /// @param lastCallEnd when the last call for it to the other side ended
  /// @param savedSpec the spec whose set is in force
  /// @param removalSince since when entries are about to disappear
  record Remembered(
      Optional<FailedAttempt> failed,
      Optional<Instant> lastCallEnd,
      Optional<BuildSecretsSpec> savedSpec,
      Optional<Instant> removalSince) {

    private static final Remembered NOTHING =
        new Remembered(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    Remembered afterFailure(FailedAttempt attempt) {
      return new Remembered(Optional.of(attempt), lastCallEnd, savedSpec, removalSince);
    }

    Remembered afterCall(Instant end) {
      return new Remembered(failed, Optional.of(end), savedSpec, removalSince);
    }

    Remembered inForce(BuildSecretsSpec spec) {
      return new Remembered(Optional.empty(), lastCallEnd, Optional.of(spec), Optional.empty());
    }

    Remembered removing(Optional<Instant> since) {
      return new Remembered(failed, lastCallEnd, savedSpec, since);
    }
  }
}
