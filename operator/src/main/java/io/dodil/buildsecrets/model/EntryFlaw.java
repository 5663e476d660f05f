package io.dodil.buildsecrets.model;

/// What is wrong with an entry of a docker config.
public sealed interface EntryFlaw {

  /// A character that must not be in its user name or password, by its Unicode name.
  record ForbiddenCharacter(String name) implements EntryFlaw {}

  /// A character that must not be in the name of its registry, by its Unicode name.
  record ForbiddenInRegistry(String name) implements EntryFlaw {}

  /// What needs no further words.
  enum Plain implements EntryFlaw {
    NOT_AN_OBJECT,
    NOT_A_STRING,
    NOT_UNICODE,
    NOT_BASE64,
    /// `auth` is base64 of something without a colon
    NO_COLON,
    /// `auth` is base64 of base64 of `user:token`
    ENCODED_TWICE,
    IDENTITY_TOKEN,
    NO_LOGIN,
    EMPTY_REGISTRY
  }
}
