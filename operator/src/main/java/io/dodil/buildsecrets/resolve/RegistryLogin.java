package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem.ValueFlaw;
import io.dodil.buildsecrets.model.Sensitive;
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

  /// Reads base64 of `user:token` as Kubernetes does: line breaks anywhere and missing padding are
  /// fine, the first colon ends the user.
  ///
  /// @return empty where it isn't base64, or has no colon
  static Optional<RegistryLogin> decode(Sensitive base64) {
    try {
      var bytes = Base64.getDecoder().decode(withoutLineBreaks(base64.reveal()));
      int colon = 0;
      while (colon < bytes.length && bytes[colon] != ':') {
        colon++;
      }
      return colon == bytes.length
          ? Optional.empty()
          : Optional.of(
              new RegistryLogin(
                  Sensitive.of(Arrays.copyOf(bytes, colon)),
                  Sensitive.of(Arrays.copyOfRange(bytes, colon + 1, bytes.length))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
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
