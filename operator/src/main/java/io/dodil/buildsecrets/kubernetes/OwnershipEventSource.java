package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.Waker;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/// Puts resources into JOSDK's queue that no event of their own would put there.
final class OwnershipEventSource extends AbstractEventSource<BuildSecrets, BuildSecrets>
    implements Waker {

  private static final ResourceId NOBODY = new ResourceId("", "", "");

  OwnershipEventSource() {
    super(BuildSecrets.class, "wake-ups");
  }

  @Override
  public void wake(ResourceId resource) {
    var handler = getEventHandler();
    if (handler != null) {
      handler.handleEvent(new Event(new ResourceID(resource.name(), resource.namespace())));
    }
  }

  /// Goes the way of each event as far as the reconciliations, and wakes nobody: there is no such
  /// resource. Returns if that way is free.
  void passEventQueue() {
    wake(NOBODY);
  }

  @Override
  public Set<BuildSecrets> getSecondaryResources(BuildSecrets primary) {
    return Set.of();
  }
}
