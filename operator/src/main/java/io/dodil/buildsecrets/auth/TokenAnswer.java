package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Duration;
import java.util.Optional;

/// What the token endpoint answered.
public sealed interface TokenAnswer {

  /// A token.
  ///
  /// @param expiresIn how long the token lives, if the endpoint says so
  record Issued(Sensitive token, Optional<Duration> expiresIn) implements TokenAnswer {}

  /// No token.
  ///
  /// @param retryAfter the Retry-After of the answer
  record NotIssued(Failure failure, Optional<Duration> retryAfter) implements TokenAnswer {}

  /// The process stops: the call was not made, or was cut off. Says nothing about the endpoint.
  record NotSent() implements TokenAnswer {}
}
