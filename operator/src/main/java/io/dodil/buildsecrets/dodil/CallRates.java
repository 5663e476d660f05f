package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.CallSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The rate of each endpoint, by its name.
final class CallRates {

  private final Map<String, CallRate> byEndpoint = new ConcurrentHashMap<>();
  private final int perSecond;
  private final CallRate.Pause pause;

  CallRates(CallSettings settings, CallRate.Pause pause) {
    this.perSecond = settings.requestsPerSecond();
    this.pause = pause;
  }

  boolean awaitTurn(String endpoint) {
    return byEndpoint.computeIfAbsent(endpoint, _ -> new CallRate(perSecond, pause)).awaitTurn();
  }
}
