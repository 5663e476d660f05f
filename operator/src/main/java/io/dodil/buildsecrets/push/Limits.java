package io.dodil.buildsecrets.push;

import io.dodil.buildsecrets.model.CallSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The permits of each endpoint, by its name.
final class Limits {

  private final Map<String, EndpointPermits> byEndpoint = new ConcurrentHashMap<>();
  private final CallSettings settings;

  Limits(CallSettings settings) {
    this.settings = settings;
  }

  Optional<EndpointPermits.Permit> acquire(String endpoint) {
    return byEndpoint
        .computeIfAbsent(
            endpoint,
            _ ->
                new EndpointPermits(
                    settings.maxConcurrent(),
                    settings.requestsPerSecond(),
                    EndpointPermits.Pause.SYSTEM))
        .acquire();
  }
}
