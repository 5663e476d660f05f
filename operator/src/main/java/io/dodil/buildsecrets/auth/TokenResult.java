package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.util.Optional;

/// What came of asking for a token.
public sealed interface TokenResult {

  record Obtained(HeldToken token) implements TokenResult {}

  /// No token.
  ///
  /// @param retryAfter the Retry-After of the answer
  record Refused(Failure failure, Optional<Duration> retryAfter) implements TokenResult {}

  /// The process stops: the call was not made, or was cut off.
  record NotSent() implements TokenResult {}
}
