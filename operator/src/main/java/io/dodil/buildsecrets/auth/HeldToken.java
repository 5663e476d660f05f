package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Instant;
import java.util.Optional;

/// A token, with what it was asked with.
///
/// @param credential of the id and secret that it was exchanged for
/// @param source the version of the Secret that held them
/// @param expiresAt on the monotonic clock; empty: the endpoint did not say
public record HeldToken(
    Sensitive token,
    TokenClaims claims,
    Fingerprint credential,
    SecretSource source,
    Optional<Instant> expiresAt) {

  /// Which Secret, and which version of it.
  public record SecretSource(String uid, String resourceVersion) {}

  /// Whether the endpoint would refuse it by now.
  public boolean hasExpired(Instant monotonicNow) {
    return expiresAt.filter(at -> !monotonicNow.isBefore(at)).isPresent();
  }
}
