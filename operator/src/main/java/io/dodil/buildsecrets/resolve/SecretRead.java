package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.SecretContent;

/// What came of reading one Secret.
public sealed interface SecretRead {

  record Found(SecretContent secret) implements SecretRead {}

  record Absent() implements SecretRead {}

  /// The Kubernetes API failed, or refused.
  record Failed() implements SecretRead {}
}
