package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;

/// How many runs an endpoint bears at a time, and how many it sees begin in a second.
public interface Permits {

  /// Waits in a fair queue.
  Permit acquire(Endpoint endpoint);

  /// Given back by closing it, once.
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
