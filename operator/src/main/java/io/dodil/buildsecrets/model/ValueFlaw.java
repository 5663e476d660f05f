package io.dodil.buildsecrets.model;

/// What is wrong with a value.
public sealed interface ValueFlaw {

  /// A character that must not be there, by its Unicode name: white space, a control character, a
  /// colon in a user name that is sent as `user:token`.
  record ForbiddenCharacter(String name) implements ValueFlaw {}

  /// What needs no further words.
  enum Plain implements ValueFlaw {
    NOT_UTF8,
    NOT_ASCII,
    EMPTY,
    /// an empty user name, which the spec could hold instead
    EMPTY_USER,
    NOT_BASE64,
    /// base64 of something without a colon
    NO_COLON,
    /// base64 of base64 of `user:token`
    ENCODED_TWICE,
    /// base64 of `user:` or `:token`
    HALF_A_LOGIN,
    BEARER_PREFIX,
    TOKEN_TOO_LONG
  }
}
