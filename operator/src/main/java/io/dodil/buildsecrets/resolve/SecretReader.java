package io.dodil.buildsecrets.resolve;

/// Reads one Secret from the API server itself, not from a cache.
public interface SecretReader {

  /// Never throws for what the API server answers.
  SecretRead read(String namespace, String name);
}
