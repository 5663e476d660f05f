package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.Waker;
import java.util.Collection;

/// Remembers who is woken.
public record Wakes(Collection<ResourceId> woken) implements Waker {

  @Override
  public void wake(ResourceId resource) {
    woken.add(resource);
  }
}
