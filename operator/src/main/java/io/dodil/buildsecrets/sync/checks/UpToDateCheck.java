package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.Due;
import java.util.Optional;

/// Something is left to do. Nothing is, and no call is needed, when the status says that all is
/// well, and everything the status was made from is as it was. So a restart with N resources costs
/// nothing.
record UpToDateCheck(Settings settings, CachedState cache, TargetState targets) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return isUpToDate(subject)
        ? Optional.of(new Blocked.UpToDate(mayHaveBeenReplaced(subject)))
        : Optional.empty();
  }

  private boolean isUpToDate(Subject subject) {
    var now = subject.now();
    var target = subject.target().orElseThrow();
    return subject.isOwner()
        && isInForce(subject.resource(), target, subject.cached())
        && Due.resync(subject.resource(), settings, now.wall())
            .filter(due -> !now.wall().isBefore(due))
            .isEmpty()
        && !targets.inDoubt().isDue(target, now.monotonic());
  }

  /// A former leader that died may have saved with an optional Secret that came and went: then
  /// every version is what it was, and the organization holds something else.
  private boolean mayHaveBeenReplaced(Subject subject) {
    return targets.inDoubt().isTakingOver(subject.now().monotonic())
        && subject.resource().spec().hasOptionalSecrets()
        && subject.state().savedSpec().isEmpty();
  }

  /// Whether nothing is left to save but, when it is due, the same once more.
  boolean isInForce(Resource resource, Target target, SecretVersions cached) {
    return saysAllIsWell(resource)
        && resource.openSyncRequest().isEmpty()
        && resource
            .lastSaveTo(target)
            .filter(save -> madeFrom(save, resource, cached))
            .filter(resource.organizationRule(settings)::isMetBy)
            .isPresent()
        && areSelected(resource)
        && !targets.accepted().isByAnother(target, resource.id().uid());
  }

  private static boolean saysAllIsWell(Resource resource) {
    var status = resource.status();
    return status.isTrue(ConditionType.READY)
        && status.condition(ConditionType.RECONCILING).isEmpty()
        && status.condition(ConditionType.STALLED).isEmpty()
        && status.observedGeneration() != null
        && status.observedGeneration() == resource.generation();
  }

  /// The configuration may have been narrowed since.
  private boolean areSelected(Resource resource) {
    return settings.secretSelector().isEmpty()
        || cache.areSelected(resource.id().namespace(), resource.spec().secrets());
  }

  /// Both ways: an optional Secret that appeared counts as much as one that changed or went.
  private static boolean madeFrom(LastSave save, Resource resource, SecretVersions cached) {
    return save.generation() == resource.generation()
        && save.endpoint().equals(resource.spec().endpoint())
        && Resource.versionsOf(save).equals(cached);
  }
}
