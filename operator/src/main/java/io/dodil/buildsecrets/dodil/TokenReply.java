package io.dodil.buildsecrets.dodil;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The body of a token endpoint's answer (RFC 6749, 5.1).
final class TokenReply {

  /// Longer lives are taken for this; it is renewed after a refusal anyway.
  static final Duration LONGEST_LIFE = Duration.ofDays(365);

  private static final Pattern SECONDS = Pattern.compile("(\\d{1,18})(?:\\.\\d{0,18})?");

  private TokenReply() {}

  /// Empty when there is no token in it that could be sent.
  static Optional<TokenAnswer> issued(Sensitive body) {
    return JsonReply.read(body)
        .filter(TokenReply::isBearer)
        .flatMap(
            reply -> token(reply).map(token -> new TokenAnswer.Issued(token, expiresIn(reply))));
  }

  private static boolean isBearer(JsonNode reply) {
    var type = reply.path("token_type");
    return type.isMissingNode() || type.isNull() || type.asText().equalsIgnoreCase("Bearer");
  }

  private static Optional<Sensitive> token(JsonNode reply) {
    var token = reply.path("access_token");
    return token.isTextual()
        ? Optional.of(Sensitive.of(token.textValue())).filter(BearerToken::isSendable)
        : Optional.empty();
  }

  /// A life that is nonsense (none, negative, not a number) is an unknown one: the token is used
  /// until it is refused, which is safe, while to drop it would ask for another one each time.
  private static Optional<Duration> expiresIn(JsonNode reply) {
    var matcher = SECONDS.matcher(reply.path("expires_in").asText());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long seconds = Math.min(Long.parseLong(matcher.group(1)), LONGEST_LIFE.toSeconds());
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }
}
