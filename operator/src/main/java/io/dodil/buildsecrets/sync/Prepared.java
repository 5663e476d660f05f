package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Instant;
import java.util.Optional;

/// A set that is ready to be sent, with the proof for it.
///
/// @param secrets versions of all Secrets it was made from, the credential's included
/// @param save tells it from any other save
record Prepared(
    Job job, Counts counts, Sensitive body, Proof proof, SecretVersions secrets, Fingerprint save) {

  /// What the resource proves itself with.
  sealed interface Proof {

    Fingerprint fingerprint();

    /// When a ready-made token's time is over, if it says so.
    default Optional<Instant> expiry() {
      return this instanceof Read(Credential.StaticToken(var token), _, _)
          ? TokenClaims.of(token).expiry()
          : Optional.empty();
    }

    /// Read in this run, because no token was held for it.
    record Read(Credential credential, Fingerprint fingerprint, String secretVersion)
        implements Proof {}

    /// A token that was held for the credential: its Secret was not read.
    record Held(HeldToken token) implements Proof {
      @Override
      public Fingerprint fingerprint() {
        return token.credential();
      }
    }
  }
}
