package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.model.ValueFlaw.Plain;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// User and token of a registry, both without the line break at their end.
record RegistryLogin(Sensitive user, Sensitive token) {

  RegistryLogin {
    user = Form.REGISTRY_USER.trimmed(user);
    token = Form.REGISTRY_PASSWORD.trimmed(token);
  }

  /// What base64 of `user:token` should be.
  sealed interface Decoded {

    record Login(RegistryLogin login) implements Decoded {}

    record Unusable(ValueFlaw flaw) implements Decoded {}
  }

  /// Reads base64 of `user:token` as Kubernetes does: line breaks anywhere and missing padding are
  /// fine, the first colon ends the user.
  static Decoded decode(Sensitive base64) {
    var decoded = base64(base64.reveal());
    if (decoded.isEmpty()) {
      return new Decoded.Unusable(Plain.NOT_BASE64);
    }
    var bytes = decoded.get();
    int colon = colon(bytes);
    if (colon == bytes.length) {
      boolean twice = base64(bytes).filter(b -> colon(b) < b.length).isPresent();
      return new Decoded.Unusable(twice ? Plain.ENCODED_TWICE : Plain.NO_COLON);
    }
    var login =
        new RegistryLogin(
            Sensitive.of(Arrays.copyOf(bytes, colon)),
            Sensitive.of(Arrays.copyOfRange(bytes, colon + 1, bytes.length)));
    return login
        .flaw()
        .<Decoded>map(Decoded.Unusable::new)
        .orElseGet(() -> new Decoded.Login(login));
  }

  /// Always encoded anew, so that the same login gives the same request however it was wrapped or
  /// padded where it came from.
  Sensitive encoded() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(user.reveal());
    bytes.write(':');
    bytes.writeBytes(token.reveal());
    return Sensitive.of(Base64.getEncoder().encode(bytes.toByteArray()));
  }

  Optional<ValueFlaw> flaw() {
    return Form.REGISTRY_USER.flaw(user).or(() -> Form.REGISTRY_PASSWORD.flaw(token));
  }

  private static int colon(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] != ':') {
      at++;
    }
    return at;
  }

  /// Line breaks and missing padding are fine.
  static Optional<byte[]> base64(byte[] base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(withoutLineBreaks(base64)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] withoutLineBreaks(byte[] bytes) {
    var kept = new ByteArrayOutputStream(bytes.length);
    for (byte b : bytes) {
      if (b != '\n' && b != '\r') {
        kept.write(b);
      }
    }
    return kept.toByteArray();
  }
}
