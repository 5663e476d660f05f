package io.dodil.buildsecrets.api.v1alpha1;

/// Rules and bounds that several fields of the schema share. No `pattern`s: their refusal is a
/// regular expression, that of a rule is a sentence.
final class Names {

  /// A DNS subdomain, as names of Secrets are (RFC 1123).
  static final String SECRET =
      "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')";

  static final String SECRET_SAYS =
      "a Secret's name is made of lower-case letters, digits, '-' and '.', and starts and ends with"
          + " a letter or digit";

  static final String KEY = "self.matches('^[-._a-zA-Z0-9]+$')";

  static final String KEY_SAYS = "a Secret's key is made of letters, digits, '-', '_' and '.'";

  /// Of names of Secrets and of their keys, in characters.
  static final int MAX = 253;

  static final int MAX_REGISTRY = 512;

  private Names() {}
}
