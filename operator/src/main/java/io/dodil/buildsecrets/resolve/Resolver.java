package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.SecretContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the request of a spec from the Secrets it names. Pure.
public final class Resolver {

  private final Optional<LabelSelector> allowed;
  private final long maxPayload;

  /// With the limits of this operator.
  ///
  /// @param allowed only Secrets with such labels may be referenced
  /// @param maxPayload of the request, in bytes
  public Resolver(Optional<LabelSelector> allowed, long maxPayload) {
    this.allowed = allowed;
    this.maxPayload = maxPayload;
  }

  /// The payload of a spec, or every problem in spec order.
  ///
  /// @param secrets those of the referenced Secrets that exist, by name
  public Resolution resolve(BuildSecretsSpec spec, Map<String, SecretContent> secrets) {
    return new Resolution.Unresolved(List.of());
  }

  /// The credential of a spec.
  ///
  /// @param secrets those of the referenced Secrets that exist, by name
  public CredentialResolution credential(Auth auth, Map<String, SecretContent> secrets) {
    return new CredentialResolution.Unresolved(List.of());
  }

  boolean allows(SecretContent secret) {
    return (allowed.isEmpty() || allowed.get().matches(secret.labels())) && maxPayload > 0;
  }
}
