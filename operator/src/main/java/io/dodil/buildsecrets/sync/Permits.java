package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// How many runs an endpoint bears at a time. First come, first served; waiting holds the caller's
/// (virtual) thread. Taken before anything is read, so that what is sent is not old by the time of
/// its turn.
final class Permits {

  private final int perEndpoint;
  private final Map<String, Semaphore> byEndpoint = new ConcurrentHashMap<>();

  Permits(int perEndpoint) {
    this.perEndpoint = perEndpoint;
  }

  Permit acquire(Endpoint endpoint) {
    var permits =
        byEndpoint.computeIfAbsent(endpoint.name(), _ -> new Semaphore(perEndpoint, true));
    permits.acquireUninterruptibly();
    return permits::release;
  }

  /// Given back by closing it, once.
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
