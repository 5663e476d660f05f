package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.dodil.CallResult.Answered;
import io.dodil.buildsecrets.dodil.CallResult.Failed;
import io.dodil.buildsecrets.dodil.CallResult.IoFailure;
import io.dodil.buildsecrets.dodil.CallResult.IoFailure.Direct;
import io.dodil.buildsecrets.dodil.CallResult.NotSent;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import java.util.Optional;

/// What an exchange with the API means. Pure.
final class SaveClassification {

  private SaveClassification() {}

  static SaveAnswer of(CallResult result) {
    return switch (result) {
      case Answered answered when answered.is2xx() && SaveReply.confirms(answered.body()) ->
          new SaveAnswer.Accepted();
      case Answered answered ->
          new SaveAnswer.NotAccepted(failure(answered), certainty(answered), answered.retryAfter());
      case Failed(var _, var begun) when begun ->
          new SaveAnswer.NotAccepted(
              new Failure.OutcomeUnknown(), Certainty.UNCLEAR, Optional.empty());
      case Failed(var why, var _) ->
          new SaveAnswer.NotAccepted(unsent(why), Certainty.NOT_SENT, Optional.empty());
      case NotSent() -> new SaveAnswer.NotAllowed();
    };
  }

  private static Failure failure(Answered answered) {
    int status = answered.status();
    if (answered.is2xx()) {
      return new Failure.SaveNotConfirmed(status);
    }
    if (answered.is3xx()) {
      return new Failure.RedirectRejected(Party.API, status);
    }
    return switch (status) {
      case 400, 413, 422 -> new Failure.PayloadRejected(status);
      case 401 -> new Failure.AuthenticationFailed(Party.API, status);
      case 403 -> new Failure.PermissionDenied();
      case 408, 409 -> new Failure.ApiUnavailable(Optional.of(status));
      case 429 -> new Failure.RateLimited(Party.API);
      default ->
          isServerError(status)
              ? new Failure.ApiUnavailable(Optional.of(status))
              : new Failure.UnexpectedResponse(status);
    };
  }

  /// 501 says that the call isn't implemented; behind all the others somebody may still be at work.
  private static Certainty certainty(Answered answered) {
    int status = answered.status();
    boolean unclear =
        answered.is2xx()
            || status == 408
            || status == 409
            || status == 499
            || (isServerError(status) && status != 501);
    return unclear ? Certainty.UNCLEAR : Certainty.NOTHING_SAVED;
  }

  private static boolean isServerError(int status) {
    return status >= 500 && status < 600;
  }

  private static Failure unsent(IoFailure why) {
    return switch (why) {
      case Direct.TLS -> new Failure.TlsFailure(Party.API);
      case Direct.CONNECTION, Direct.CUT_OFF -> new Failure.ApiUnavailable(Optional.empty());
      case Direct.DNS -> new Failure.HostUnresolved(Party.API);
      case IoFailure.Proxied(var fault) -> new Failure.ProxyFailed(Party.API, fault);
    };
  }
}
