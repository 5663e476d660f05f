package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Endpoint;

/// Where tokens come from: OAuth 2.0 client credentials (RFC 6749, 4.4).
public interface TokenEndpoint {

  /// Asks once and waits for the answer; never throws for what the other side does.
  TokenAnswer request(Endpoint endpoint, Credential.ClientCredentials credential);
}
