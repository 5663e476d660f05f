package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Sensitive;

/// The SaveBuildSecrets call: `PUT {apiUrl}/v1/ignite/builds/secrets`.
public interface SaveEndpoint {

  /// Waits until the endpoint's rate limit lets one more save begin. To be called once before each
  /// save, and before the Secrets for it are read.
  ///
  /// @return false when the process stops: nothing may be saved any more
  boolean awaitTurn(Endpoint endpoint);

  /// Sends once and waits for the answer; never throws for what the other side does.
  ///
  /// @param requestId random, sent as X-Request-Id
  SaveAnswer save(Endpoint endpoint, Sensitive token, Sensitive body, String requestId);
}
