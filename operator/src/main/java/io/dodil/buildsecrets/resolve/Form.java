package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.model.ValueFlaw.Plain;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a value must look like, by where it goes. Characters that nobody sees are nowhere allowed
/// but in build arguments, and in a password the line breaks and tabs of a key file.
enum Form {
  /// In the header of a call, up to a limit; a blank would end it there.
  BEARER_TOKEN,
  /// Printable ASCII (RFC 6749, A.1 and A.2).
  CLIENT_CREDENTIAL,
  /// In the lines of git's credential protocol.
  GIT_USER,
  /// The same.
  GIT_PASSWORD,
  /// Before the colon of `user:token`.
  REGISTRY_USER,
  /// After that colon; a service account's key file, line breaks and all, is in use.
  REGISTRY_PASSWORD,
  /// Base64 of `user:token`.
  ENCODED_LOGIN,
  /// A whole document, or a build argument: every byte counts.
  EXACT;

  /// What people copy along with a token.
  private static final Pattern BEARER_PREFIX =
      Pattern.compile("(?i)(authorization:\\s*)?bearer\\s.*", Pattern.DOTALL);

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
      return Optional.of(Plain.TOKEN_TOO_LONG);
    }
    var text = decoded(value);
    if (text.isEmpty()) {
      return Optional.of(Plain.NOT_UTF8);
    }
    if (value.isEmpty()) {
      return empty();
    }
    if (this == BEARER_TOKEN && BEARER_PREFIX.matcher(text.get()).matches()) {
      return Optional.of(Plain.BEARER_PREFIX);
    }
    var illegal = text.get().codePoints().filter(c -> !isLegal(c)).findFirst();
    return illegal.isPresent() ? Optional.of(flaw(illegal.getAsInt())) : Optional.empty();
  }

  /// The characters of UTF-8; empty where it is malformed.
  static Optional<CharBuffer> decoded(Sensitive value) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value.reveal())));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private Optional<ValueFlaw> empty() {
    return switch (this) {
      case EXACT -> Optional.empty();
      case GIT_USER, REGISTRY_USER -> Optional.of(Plain.EMPTY_USER);
      case BEARER_TOKEN, CLIENT_CREDENTIAL, GIT_PASSWORD, REGISTRY_PASSWORD, ENCODED_LOGIN ->
          Optional.of(Plain.EMPTY);
    };
  }

  /// A letter of a secret is not named, wherever it must not be.
  private static ValueFlaw flaw(int illegal) {
    return illegal == ':' || illegal == ' ' || Characters.isInvisible(illegal)
        ? new ValueFlaw.ForbiddenCharacter(Characters.name(illegal))
        : Plain.NOT_ASCII;
  }

  private boolean isLegal(int c) {
    return switch (this) {
      case BEARER_TOKEN -> c > ' ' && c <= '~';
      case CLIENT_CREDENTIAL -> c >= ' ' && c <= '~';
      case GIT_USER, GIT_PASSWORD -> !Characters.isInvisible(c);
      case REGISTRY_USER -> !Characters.isInvisible(c) && c != ':';
      case REGISTRY_PASSWORD -> c == '\t' || isLineBreak(c) || !Characters.isInvisible(c);
      case ENCODED_LOGIN -> isLineBreak(c) || !Characters.isInvisible(c);
      case EXACT -> c != 0;
    };
  }

  private static boolean isLineBreak(int c) {
    return c == '\n' || c == '\r';
  }
}
