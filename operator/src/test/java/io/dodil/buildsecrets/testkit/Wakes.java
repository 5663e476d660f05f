package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.controller.Upkeep;
import io.dodil.buildsecrets.model.ResourceId;
import java.time.Duration;
import java.util.Collection;

/// Remembers who is woken, now or later.
public record Wakes(Collection<ResourceId> woken) implements Upkeep.Waker {

  @Override
  public void wake(ResourceId resource) {
    woken.add(resource);
  }

  @Override
  public void wakeIn(ResourceId resource, Duration time) {
    woken.add(resource);
  }
}
