package io.dodil.buildsecrets.model;

/// What a resource proves itself with, as read from its Secret.
public sealed interface Credential {

  /// A service account, exchanged for tokens.
  record ClientCredentials(Sensitive id, Sensitive secret) implements Credential {}

  /// A ready-made bearer token.
  record StaticToken(Sensitive token) implements Credential {}
}
