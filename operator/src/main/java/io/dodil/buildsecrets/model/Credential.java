package io.dodil.buildsecrets.model;

/// What a resource proves itself with, as read from its Secret.
public sealed interface Credential {

  /// The longest bearer token that is used, ready-made or issued, in bytes. A token is one header
  /// of a connection that many calls share, and a server closes the connection of one too long.
  int MAX_TOKEN = 16 * 1024;

  /// A service account, exchanged for tokens.
  record ClientCredentials(Sensitive id, Sensitive secret) implements Credential {}

  /// A ready-made bearer token.
  record StaticToken(Sensitive token) implements Credential {}
}
