package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many attempts an endpoint bears at a time. Taken before anything is read, so that what is
/// sent is not old by the time of its turn.
final class Permits {

  private final int perEndpoint;
  private final Map<String, FairSlots> byEndpoint = new ConcurrentHashMap<>();

  Permits(int perEndpoint) {
    this.perEndpoint = perEndpoint;
  }

  FairSlots.Slot acquire(Endpoint endpoint, String namespace) {
    return byEndpoint
        .computeIfAbsent(endpoint.name(), _ -> new FairSlots(perEndpoint))
        .acquire(namespace);
  }
}
