package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.dodil.CallResult.Answered;
import io.dodil.buildsecrets.dodil.CallResult.Failed;
import io.dodil.buildsecrets.dodil.CallResult.IoFailure;
import io.dodil.buildsecrets.dodil.CallResult.IoFailure.Direct;
import io.dodil.buildsecrets.dodil.CallResult.NotSent;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import java.util.Optional;

/// What an exchange with the token endpoint means. Pure.
final class TokenClassification {

  private TokenClassification() {}

  static TokenAnswer of(CallResult result) {
    return switch (result) {
      case Answered answered ->
          issued(answered)
              .orElseGet(() -> new TokenAnswer.NotIssued(failure(answered), answered.retryAfter()));
      case Failed(var why, var _) when why == Direct.CUT_OFF -> new TokenAnswer.NotSent();
      case Failed(var why, var _) -> new TokenAnswer.NotIssued(failure(why), Optional.empty());
      case NotSent() -> new TokenAnswer.NotSent();
    };
  }

  static TokenAnswer unavailable() {
    return new TokenAnswer.NotIssued(
        new Failure.TokenUnavailable(Optional.empty()), Optional.empty());
  }

  private static Optional<TokenAnswer> issued(Answered answered) {
    return answered.is2xx() ? TokenReply.issued(answered.body()) : Optional.empty();
  }

  private static Failure failure(Answered answered) {
    int status = answered.status();
    if (answered.is3xx()) {
      return new Failure.RedirectRejected(Party.TOKEN_ENDPOINT, status);
    }
    return switch (status) {
      // RFC 6749, 5.2: a wrong client or scope is 400 or 401
      case 400, 401, 403 -> new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, status);
      case 429 -> new Failure.RateLimited(Party.TOKEN_ENDPOINT);
      default -> new Failure.TokenUnavailable(Optional.of(status));
    };
  }

  private static Failure failure(IoFailure why) {
    return switch (why) {
      case Direct.TLS -> new Failure.TlsFailure(Party.TOKEN_ENDPOINT);
      case Direct.CONNECTION, Direct.CUT_OFF -> new Failure.TokenUnavailable(Optional.empty());
      case Direct.DNS -> new Failure.HostUnresolved(Party.TOKEN_ENDPOINT);
      case IoFailure.Proxied(var fault) -> new Failure.ProxyFailed(Party.TOKEN_ENDPOINT, fault);
    };
  }
}
