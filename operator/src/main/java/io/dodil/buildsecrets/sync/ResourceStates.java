package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.sync.retry.FailureStreak;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// What is remembered of each resource, by uid and never by name. It is lost at a restart: nothing
/// in it is needed to be right, only to be quick and quiet.
public final class ResourceStates {

  private final Map<String, ResourceState> byUid = new ConcurrentHashMap<>();

  /// What is remembered of that resource.
  public ResourceState of(String uid) {
    return byUid.getOrDefault(uid, ResourceState.NOTHING);
  }

  void update(String uid, UnaryOperator<ResourceState> change) {
    byUid.compute(uid, (_, known) -> change.apply(known == null ? ResourceState.NOTHING : known));
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    byUid.remove(uid);
  }

  /// Forgets the resources that are gone.
  public void retain(Set<String> uids) {
    byUid.keySet().retainAll(uids);
  }

  /// How many resources are remembered.
  public int size() {
    return byUid.size();
  }

  /// What is remembered of one resource.
  ///
  /// @param failedSave the last save that was not accepted, until something is accepted
  /// @param unaccepted the last attempt, unless it was accepted
  /// @param streak consecutive failures
  /// @param attemptEnd when the last attempt that read Secrets ended
  /// @param savedSpec the spec whose set is in force
  /// @param removalSince since when entries are about to disappear
  /// @param isLarge whether it takes a slot for large payloads
  public record ResourceState(
      Optional<FailedSave> failedSave,
      Optional<Unaccepted> unaccepted,
      FailureStreak streak,
      Optional<Instant> attemptEnd,
      Optional<BuildSecretsSpec> savedSpec,
      Optional<Instant> removalSince,
      boolean isLarge) {

    private static final ResourceState NOTHING =
        new ResourceState(
            Optional.empty(),
            Optional.empty(),
            FailureStreak.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    /// Whether what is in force was made from such a spec: to suspend and to resume makes a new
    /// generation each, and changes nothing that is saved.
    public boolean wasSaved(BuildSecretsSpec spec) {
      return savedSpec.filter(spec::sameButSuspend).isPresent();
    }

    ResourceState afterFailedSave(FailedSave save, FailureStreak failures) {
      return new ResourceState(
          Optional.of(save), unaccepted, failures, attemptEnd, savedSpec, removalSince, isLarge);
    }

    ResourceState afterFailedRead(FailureStreak failures) {
      return new ResourceState(
          failedSave, unaccepted, failures, attemptEnd, savedSpec, removalSince, isLarge);
    }

    /// The same after an attempt.
    public ResourceState ended(Instant end, Optional<Unaccepted> attempt) {
      return new ResourceState(
          failedSave, attempt, streak, Optional.of(end), savedSpec, removalSince, isLarge);
    }

    /// The same when what was made from that spec is in force.
    public ResourceState inForce(BuildSecretsSpec spec) {
      return new ResourceState(
          Optional.empty(),
          Optional.empty(),
          FailureStreak.NONE,
          attemptEnd,
          Optional.of(spec),
          Optional.empty(),
          isLarge);
    }

    ResourceState removing(Optional<Instant> since) {
      return new ResourceState(
          failedSave, unaccepted, streak, attemptEnd, savedSpec, since, isLarge);
    }

    ResourceState large(boolean large) {
      return new ResourceState(
          failedSave, unaccepted, streak, attemptEnd, savedSpec, removalSince, large);
    }
  }
}
