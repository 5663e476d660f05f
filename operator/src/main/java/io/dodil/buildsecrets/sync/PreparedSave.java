package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.HeldToken.SecretSource;
import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.retry.SaveInputs;
import java.time.Instant;
import java.util.Optional;

/// A set that is ready to be sent, with the proof for it.
///
/// @param secrets versions of all Secrets it was made from, the credential's included
/// @param save tells it from any other save
/// @param isLarge whether it takes a slot for large payloads
/// @param readAt when reading began, on the monotonic clock
record PreparedSave(
    SyncTask task,
    Counts counts,
    Sensitive body,
    Proof proof,
    SecretVersions secrets,
    Fingerprint save,
    boolean isLarge,
    Instant readAt) {

  /// In bytes of a body. One for each call that an endpoint bears is no burden.
  static final int SMALL_BODY = 64 << 10;

  SaveInputs inputs() {
    return SaveInputs.of(task.resource(), Optional.of(save));
  }

  /// What the resource proves itself with.
  sealed interface Proof {

    Fingerprint fingerprint();

    /// When a ready-made token expires, if it says so.
    default Optional<Instant> expiry() {
      return this instanceof Read(Credential.StaticToken(var token), _, _)
          ? TokenClaims.of(token).expiry()
          : Optional.empty();
    }

    /// A credential that was read in this attempt, because no token was held for it.
    record Read(Credential credential, Fingerprint fingerprint, SecretSource source)
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
