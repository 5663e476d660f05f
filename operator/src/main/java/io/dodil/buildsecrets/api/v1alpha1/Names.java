package io.dodil.buildsecrets.api.v1alpha1;

/// Patterns and bounds that several fields of the schema share.
final class Names {

  /// A DNS subdomain, as names of Secrets are (RFC 1123).
  static final String SECRET = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /// A key of a Secret.
  static final String KEY = "^[-._a-zA-Z0-9]+$";

  /// Of names of Secrets and of their keys, in characters.
  static final int MAX = 253;

  static final int MAX_REGISTRY = 512;

  private Names() {}
}
