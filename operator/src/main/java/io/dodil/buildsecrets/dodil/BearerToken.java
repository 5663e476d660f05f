package io.dodil.buildsecrets.dodil;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Sensitive;

/// A token as a header value (RFC 6750, 2.1).
final class BearerToken {

  private BearerToken() {}

  /// Printable ASCII without spaces, within the limit. OkHttp throws for other characters, with the
  /// value in the message.
  static boolean isSendable(Sensitive token) {
    if (token.isEmpty() || token.size() > Credential.MAX_TOKEN) {
      return false;
    }
    for (byte b : token.reveal()) {
      if (b <= ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }

  static String header(Sensitive token) {
    return "Bearer " + new String(token.reveal(), US_ASCII);
  }
}
