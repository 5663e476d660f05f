package io.dodil.buildsecrets.push;

import io.dodil.buildsecrets.model.CallSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The rate of each endpoint, by its name.
final class CallRates {

  private final Map<String, CallRate> byEndpoint = new ConcurrentHashMap<>();
  private final CallSettings settings;

  CallRates(CallSettings settings) {
    this.settings = settings;
  }

  boolean awaitTurn(String endpoint) {
    return byEndpoint
        .computeIfAbsent(
            endpoint, _ -> new CallRate(settings.requestsPerSecond(), CallRate.Pause.SYSTEM))
        .awaitTurn();
  }
}
