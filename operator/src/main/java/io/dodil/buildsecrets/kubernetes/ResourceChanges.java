package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubernetes.client.Resources;
import io.dodil.buildsecrets.reconcile.ResourceEvents;
import io.dodil.buildsecrets.reconcile.Waker;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Optional;
import java.util.Set;

/// Tells the core what the watch of BuildSecrets shows. JOSDK's own filter lets no update pass: the
/// core decides which one matters.
final class ResourceChanges extends AbstractEventSource<BuildSecrets, BuildSecrets>
    implements ResourceEventAware<BuildSecrets> {

  private final ResourceEvents events;
  private final Waker waker;

  ResourceChanges(ResourceEvents events, Waker waker) {
    super(BuildSecrets.class, "resource-changes");
    this.events = events;
    this.waker = waker;
  }

  /// JOSDK queues each new resource by itself, also while it still works on its predecessor.
  @Override
  public void onResourceCreated(BuildSecrets resource) {
    events.resource(Optional.empty(), Resources.resource(resource));
  }

  @Override
  public void onResourceUpdated(BuildSecrets resource, BuildSecrets old) {
    if (events.resource(Resources.resource(old), Resources.resource(resource))) {
      waker.wake(Resources.id(resource));
    }
  }

  @Override
  public void onResourceDeleted(BuildSecrets resource) {
    events.resource(Resources.resource(resource), Optional.empty());
  }

  @Override
  public Set<BuildSecrets> getSecondaryResources(BuildSecrets primary) {
    return Set.of();
  }
}
