package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.target.AcceptedSaves;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Instant;

/// Whether a resource needs no call at all: its status says that all is well, and everything the
/// status was made from is as it was. So a restart with N resources costs nothing.
final class FastPath {

  private final Settings settings;

  private final CachedState cache;

  private final AcceptedSaves accepted;

  FastPath(Settings settings, CachedState cache, AcceptedSaves accepted) {
    this.settings = settings;
    this.cache = cache;
    this.accepted = accepted;
  }

  boolean holds(Candidate resource, Target target, SecretVersions cached, Instant now) {
    return isInForce(resource, target, cached)
        && Due.resync(resource, settings, now).filter(due -> !now.isBefore(due)).isEmpty();
  }

  /// Whether nothing is left to save but, when it is due, the same once more.
  boolean isInForce(Candidate resource, Target target, SecretVersions cached) {
    return saysAllIsWell(resource)
        && resource.openSyncRequest().isEmpty()
        && resource.lastSaveTo(target).filter(save -> madeFrom(save, resource, cached)).isPresent()
        && areSelected(resource)
        && !accepted.isByAnother(target, resource.id().uid());
  }

  private static boolean saysAllIsWell(Candidate resource) {
    var status = resource.status();
    return status.isTrue(ConditionType.READY)
        && status.condition(ConditionType.RECONCILING).isEmpty()
        && status.condition(ConditionType.STALLED).isEmpty()
        && status.observedGeneration() != null
        && status.observedGeneration() == resource.generation();
  }

  /// The configuration may have been narrowed since.
  private boolean areSelected(Candidate resource) {
    return settings.secretSelector().isEmpty()
        || cache.areSelected(resource.id().namespace(), resource.spec().secrets());
  }

  /// Both ways: an optional Secret that appeared counts as much as one that changed or went.
  private static boolean madeFrom(LastSave save, Candidate resource, SecretVersions cached) {
    return save.generation() == resource.generation()
        && save.endpoint().equals(resource.spec().endpoint())
        && Candidate.versionsOf(save).equals(cached);
  }
}
