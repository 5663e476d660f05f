package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.auth.TokenResult;

/// Whether the token endpoint was asked.
public sealed interface TokenCheck {

  /// Nobody wanted it.
  record Unwanted() implements TokenCheck {}

  /// It was wanted; what there is does not suffice to ask.
  record Impossible() implements TokenCheck {}

  record Asked(TokenResult result) implements TokenCheck {}
}
