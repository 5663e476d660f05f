package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Wakes resources that no event of their own would wake: the next owner when the owner goes or
/// moves, and whoever found a target's lock taken.
final class WakeUps extends AbstractEventSource<BuildSecrets, BuildSecrets>
    implements ResourceEventAware<BuildSecrets> {

  private static final ResourceId NOBODY = new ResourceId("", "", "");

  private final Function<BuildSecrets, Optional<ResourceId>> ownerOfTargetOf;
  private final Told told;

  /// @param ownerOfTargetOf who owns what a resource names, as the cache has it now
  WakeUps(Function<BuildSecrets, Optional<ResourceId>> ownerOfTargetOf, Told told) {
    super(BuildSecrets.class, "wake-ups");
    this.ownerOfTargetOf = ownerOfTargetOf;
    this.told = told;
  }

  /// Who has to know what the watch of resources shows.
  interface Told {

    /// A run will follow, which has not begun.
    void changed(ResourceId resource);

    /// What is remembered of it is to be dropped.
    void gone(ResourceId resource);
  }

  void wake(ResourceId resource) {
    var handler = getEventHandler();
    if (handler != null) {
      handler.handleEvent(new Event(new ResourceID(resource.name(), resource.namespace())));
    }
  }

  /// Goes the way of each event as far as the runs, and wakes nobody: there is no such resource.
  /// Returns if that way is free.
  void beat() {
    wake(NOBODY);
  }

  @Override
  public void onResourceCreated(BuildSecrets resource) {
    Resources.candidate(resource).ifPresent(c -> told.changed(c.id()));
  }

  @Override
  public void onResourceUpdated(BuildSecrets resource, BuildSecrets old) {
    // a watch that lists anew shows a recreated resource as a changed one
    boolean recreated = !Objects.equals(uid(resource), uid(old));
    if (recreated) {
      told.gone(Resources.id(old));
    }
    if (Controller.isNews(resource, old)) {
      Resources.candidate(resource).ifPresent(c -> told.changed(c.id()));
    }
    boolean mayMove =
        recreated
            || !Objects.equals(resource.getSpec(), old.getSpec())
            || !Objects.equals(
                resource.getMetadata().getDeletionTimestamp(),
                old.getMetadata().getDeletionTimestamp());
    if (mayMove) {
      wakeOwner(old, resource);
    }
  }

  @Override
  public void onResourceDeleted(BuildSecrets resource) {
    told.gone(Resources.id(resource));
    wakeOwner(resource, resource);
  }

  /// Alone: the others would find that they are still not the owner.
  private void wakeOwner(BuildSecrets ofTarget, BuildSecrets changed) {
    ownerOfTargetOf
        .apply(ofTarget)
        .filter(owner -> !owner.uid().equals(uid(changed)))
        .ifPresent(
            owner -> {
              told.changed(owner);
              wake(owner);
            });
  }

  private static String uid(BuildSecrets resource) {
    return resource.getMetadata().getUid();
  }

  @Override
  public Set<BuildSecrets> getSecondaryResources(BuildSecrets primary) {
    return Set.of();
  }
}
