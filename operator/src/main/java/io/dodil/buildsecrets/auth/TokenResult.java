package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.util.Optional;

/// What came of asking for a token.
public sealed interface TokenResult {

  record Obtained(HeldToken token) implements TokenResult {}

  /// No token.
  ///
  /// @param retryAfter how long the endpoint wants to be left alone
  record Refused(Failure failure, Optional<Duration> retryAfter) implements TokenResult {}

  /// The process stops: the call was not made, or was cut off.
  record Withheld() implements TokenResult {}
}
