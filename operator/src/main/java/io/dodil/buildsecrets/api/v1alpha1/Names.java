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

  /// Printable ASCII without the space. Other characters can look like these, or move a terminal
  /// that shows them.
  static final String PRINTABLE = "self.matches('^[!-~]+$')";

  static final String ORGANIZATION_SAYS =
      "an organization's name is made of printable ASCII characters without spaces";

  static final String LISTED_REGISTRY_SAYS =
      "a registry is listed as the docker config names it, in printable ASCII characters without"
          + " spaces";

  /// Of names, in characters.
  static final int MAX = 253;

  static final int MAX_REGISTRY = 512;

  private Names() {}
}
