package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Problem.ValueFlaw;
import io.dodil.buildsecrets.model.Sensitive;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/// What a value must look like, by where it goes.
enum Form {
  /// In the header of a call, up to a limit; a blank would end it there, as in a pasted `Bearer
  /// ...`.
  BEARER_TOKEN,
  /// Printable ASCII (RFC 6749, A.1 and A.2).
  CLIENT_CREDENTIAL,
  /// In the lines of git's credential protocol.
  GIT_LOGIN,
  /// Before the colon of `user:token`.
  REGISTRY_USER,
  /// After that colon. Anything: a service account's key file, line breaks and all, is in use.
  REGISTRY_PASSWORD,
  /// Base64 of `user:token`.
  ENCODED_LOGIN,
  /// A whole document, or a build argument: every byte counts.
  EXACT;

  /// Without the line break that `echo` puts at the end.
  Sensitive trimmed(Sensitive value) {
    if (this == EXACT) {
      return value;
    }
    var bytes = value.reveal();
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return end == bytes.length ? value : Sensitive.of(Arrays.copyOf(bytes, end));
  }

  /// What is wrong with a trimmed value.
  Optional<ValueFlaw> flaw(Sensitive value) {
    if (this == BEARER_TOKEN && value.size() > Credential.MAX_TOKEN) {
      return Optional.of(ValueFlaw.TOKEN_TOO_LONG);
    }
    var text = decoded(value);
    if (text.isEmpty()) {
      return Optional.of(ValueFlaw.NOT_UTF8);
    }
    if (value.isEmpty()) {
      return this == EXACT ? Optional.empty() : Optional.of(ValueFlaw.EMPTY);
    }
    return text.get().chars().allMatch(this::isLegal)
        ? Optional.empty()
        : Optional.of(ValueFlaw.ILLEGAL_CHARACTER);
  }

  /// The characters of UTF-8; empty where it is malformed.
  static Optional<CharBuffer> decoded(Sensitive value) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value.reveal())));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private boolean isLegal(int c) {
    return switch (this) {
      case BEARER_TOKEN -> c > ' ' && c <= '~';
      case CLIENT_CREDENTIAL -> c >= ' ' && c <= '~';
      case GIT_LOGIN -> !Character.isISOControl(c);
      case REGISTRY_USER -> !Character.isISOControl(c) && c != ':';
      case REGISTRY_PASSWORD, ENCODED_LOGIN, EXACT -> true;
    };
  }
}
