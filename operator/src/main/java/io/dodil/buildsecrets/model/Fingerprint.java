package io.dodil.buildsecrets.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A keyed digest that tells whether two contents are the same without keeping either. Its key dies
/// with the process, and it is never stored or shown.
public final class Fingerprint {

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] digest;

  private Fingerprint(byte[] digest) {
    this.digest = digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Fingerprint.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }

  /// The key of one process.
  public static final class Key {

    private final SecretKeySpec key;

    private Key(SecretKeySpec key) {
      this.key = key;
    }

    public static Key random() {
      var bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      return new Key(new SecretKeySpec(bytes, ALGORITHM));
    }

    /// Fingerprints a service account by its content and by what a token for it is asked with. A
    /// label edit on its Secret changes nothing.
    public Fingerprint ofAccount(URI tokenUrl, String scope, Sensitive id, Sensitive secret) {
      var mac = mac();
      update(mac, tokenUrl.toString().getBytes(UTF_8));
      update(mac, scope.getBytes(UTF_8));
      update(mac, id.reveal());
      update(mac, secret.reveal());
      return new Fingerprint(mac.doFinal());
    }

    /// Fingerprints a ready-made token.
    public Fingerprint ofToken(Sensitive token) {
      var mac = mac();
      update(mac, token.reveal());
      return new Fingerprint(mac.doFinal());
    }

    /// Fingerprints one save: its target, credential and payload.
    public Fingerprint ofSave(Target target, Fingerprint credential, Sensitive canonicalPayload) {
      var mac = mac();
      update(mac, target.apiUrl().getBytes(UTF_8));
      update(mac, target.organization().getBytes(UTF_8));
      update(mac, credential.digest);
      update(mac, canonicalPayload.reveal());
      return new Fingerprint(mac.doFinal());
    }

    private Mac mac() {
      try {
        var mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + ALGORITHM, e);
      }
    }

    /// Each part with its length before it, so that ("ab", "c") is not ("a", "bc").
    private static void update(Mac mac, byte[] part) {
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
      mac.update(part);
    }
  }
}
