package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Sensitive;

/// The SaveBuildSecrets call: `PUT {apiUrl}/v1/ignite/builds/secrets`.
public interface SaveEndpoint {

  /// Sends once and waits for the answer; never throws for what the other side does.
  ///
  /// @param requestId random, sent as X-Request-Id
  SaveAnswer save(Endpoint endpoint, Sensitive token, Sensitive body, String requestId);
}
