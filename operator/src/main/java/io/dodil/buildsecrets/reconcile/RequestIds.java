package io.dodil.buildsecrets.reconcile;

/// Makes the values of the header X-Request-Id.
public interface RequestIds {

  /// A random one that was never used before.
  String next();
}
