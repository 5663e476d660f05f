package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/// Wakes resources that no event of their own would wake: those whose time has come, and the next
/// owner when the owner goes or moves.
final class WakeUps extends AbstractEventSource<BuildSecrets, BuildSecrets>
    implements ResourceEventAware<BuildSecrets>, Upkeep.Waker {

  private static final ResourceId NOBODY = new ResourceId("", "", "");

  private final Timers timers;
  private final Told told;

  WakeUps(Timers timers, Told told) {
    super(BuildSecrets.class, "wake-ups");
    this.timers = timers;
    this.told = told;
  }

  /// Who has to know what the watch of resources shows.
  interface Told {

    /// The watch shows a resource that it has not shown before.
    void created(BuildSecrets resource);

    /// A run will follow, which has not begun.
    void changed(BuildSecrets resource);

    /// What is remembered of it is to be dropped.
    void gone(ResourceId resource);

    /// What it named may have another owner now, which is to be woken.
    void left(BuildSecrets resource, String exceptUid);
  }

  @Override
  public void wake(ResourceId resource) {
    var handler = getEventHandler();
    if (handler != null) {
      handler.handleEvent(new Event(new ResourceID(resource.name(), resource.namespace())));
    }
  }

  @Override
  public void wakeIn(ResourceId resource, Duration time) {
    timers.sooner(resource.path(), time, () -> wake(resource));
  }

  /// Goes the way of each event as far as the runs, and wakes nobody: there is no such resource.
  /// Returns if that way is free.
  void beat() {
    wake(NOBODY);
  }

  @Override
  public void onResourceCreated(BuildSecrets resource) {
    told.created(resource);
    told.changed(resource);
  }

  @Override
  public void onResourceUpdated(BuildSecrets resource, BuildSecrets old) {
    // a watch that lists anew shows a recreated resource as a changed one
    boolean recreated = !Objects.equals(uid(resource), uid(old));
    if (recreated) {
      told.gone(Resources.id(old));
      told.created(resource);
    }
    if (Controller.isNews(resource, old)) {
      told.changed(resource);
    }
    boolean mayMove =
        recreated
            || !Objects.equals(resource.getSpec(), old.getSpec())
            || !Objects.equals(
                resource.getMetadata().getDeletionTimestamp(),
                old.getMetadata().getDeletionTimestamp());
    if (mayMove) {
      told.left(old, uid(resource));
    }
  }

  @Override
  public void onResourceDeleted(BuildSecrets resource) {
    timers.forget(Resources.id(resource).path());
    told.gone(Resources.id(resource));
    told.left(resource, uid(resource));
  }

  private static String uid(BuildSecrets resource) {
    return resource.getMetadata().getUid();
  }

  @Override
  public Set<BuildSecrets> getSecondaryResources(BuildSecrets primary) {
    return Set.of();
  }
}
