package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.Sync;
import java.util.List;
import java.util.Set;

/// Wakes the resources that a change of ownership concerns, and no other: those would find that
/// they are still not the owner.
final class OwnershipWakeUps {

  private final Settings settings;
  private final Sync sync;
  private final CachedState cache;
  private final Waker waker;
  private final ReconciliationListener listener;

  OwnershipWakeUps(
      Settings settings,
      Sync sync,
      CachedState cache,
      Waker waker,
      ReconciliationListener listener) {
    this.settings = settings;
    this.sync = sync;
    this.cache = cache;
    this.waker = waker;
    this.listener = listener;
  }

  /// A resource has released the locks of targets: the one that may save to them now is woken.
  void released(Set<Target> targets, ResourceId by) {
    try {
      targets.stream()
          .flatMap(target -> sync.owner(target).stream())
          .map(Resource::id)
          .filter(owner -> !owner.equals(by))
          .forEach(waker::wake);
    } catch (RuntimeException | Error e) {
      // the resources that wait are reconciled again by their timers
      listener.unexpected(by, e);
    }
  }

  /// A resource has saved the target: one that saved it before does not own it any more, and its
  /// status has to say so.
  void saved(Target target, ResourceId by) {
    cache.candidates(target).stream()
        .filter(c -> !c.id().equals(by) && c.lastSaveTo(target).isPresent())
        .filter(c -> c.status().isTrue(ConditionType.READY))
        .map(Resource::id)
        .forEach(waker::wake);
  }

  /// Another process may have saved what this resource's status says it has saved.
  void savedByAnotherProcess(Resource resource) {
    resource
        .target(settings)
        .filter(target -> resource.lastSaveTo(target).isPresent())
        .ifPresent(target -> saved(target, resource.id()));
  }

  /// A resource is gone or names something else now: the next owner of what it named is woken. If
  /// nobody could begin an attempt now, all that name it are: none of them waits for another one
  /// any more, but for the end of its own back-off.
  ///
  /// @param before as it named the target
  /// @param exceptUid of the resource that has its name now, which is woken anyway
  void left(Resource before, String exceptUid) {
    before.target(settings).map(this::next).orElse(List.of()).stream()
        .map(Resource::id)
        .filter(next -> !next.uid().equals(exceptUid))
        .forEach(
            next -> {
              listener.changed(next);
              waker.wake(next);
            });
  }

  private List<Resource> next(Target target) {
    return sync.owner(target).map(List::of).orElseGet(() -> cache.candidates(target));
  }
}
