package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.ResourceTimers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers when each timer would expire.
public final class FakeTimers implements ResourceTimers {

  private final InstantSource clock;
  private final Map<String, Instant> byPath = new ConcurrentHashMap<>();

  public FakeTimers(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void start(ResourceId resource, Duration wait) {
    byPath.put(resource.path(), clock.instant().plus(wait));
  }

  @Override
  public void cancel(ResourceId resource) {
    byPath.remove(resource.path());
  }

  public Optional<Instant> expiry(ResourceId resource) {
    return Optional.ofNullable(byPath.get(resource.path()));
  }
}
