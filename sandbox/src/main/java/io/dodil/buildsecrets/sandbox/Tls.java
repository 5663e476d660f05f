package io.dodil.buildsecrets.sandbox;

/// What the listener shows to a client that trusts [Sandbox#caPem()].
public enum Tls {
  /// A certificate that client accepts.
  TRUSTED,
  /// One that ended a year ago.
  EXPIRED,
  /// One for `elsewhere.invalid`.
  WRONG_HOST,
  /// One signed by another CA than [Sandbox#caPem()].
  UNKNOWN_CA,
  /// A good certificate, but no TLS newer than 1.1.
  TLS_1_1
}
