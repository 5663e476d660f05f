package io.dodil.buildsecrets.sync.retry;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.AuthenticationFailed;
import io.dodil.buildsecrets.model.Failure.HostUnresolved;
import io.dodil.buildsecrets.model.Failure.OrganizationAmbiguous;
import io.dodil.buildsecrets.model.Failure.OrganizationIdMismatch;
import io.dodil.buildsecrets.model.Failure.OrganizationMismatch;
import io.dodil.buildsecrets.model.Failure.OrganizationUnnamed;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.model.Failure.PayloadRejected;
import io.dodil.buildsecrets.model.Failure.PermissionDenied;
import io.dodil.buildsecrets.model.Failure.ProxyFailed;
import io.dodil.buildsecrets.model.Failure.RateLimited;
import io.dodil.buildsecrets.model.Failure.RedirectRejected;
import io.dodil.buildsecrets.model.Failure.SaveNotConfirmed;
import io.dodil.buildsecrets.model.Failure.TlsFailure;
import io.dodil.buildsecrets.model.Failure.TokenExpired;
import io.dodil.buildsecrets.model.Failure.TokenShortLived;
import io.dodil.buildsecrets.model.Failure.TokenUnavailable;
import io.dodil.buildsecrets.model.Failure.UnexpectedResponse;

/// Who can fix a failure.
public enum FailureClass {
  /// the authors of the resource or its Secrets, and nobody else
  INVALID,
  /// those who grant access; that may happen in the same rollout
  REFUSED,
  /// the other side, with time
  OUTAGE;

  public static FailureClass of(Failure failure) {
    return switch (failure) {
      case TokenExpired _, PayloadRejected _, RedirectRejected _ -> INVALID;
      case AuthenticationFailed _,
          PermissionDenied _,
          OrganizationMismatch _,
          OrganizationUnnamed _,
          OrganizationAmbiguous _,
          OrganizationIdMismatch _ ->
          REFUSED;
      case RateLimited _,
          ApiUnavailable _,
          HostUnresolved _,
          ProxyFailed _,
          TlsFailure _,
          TokenUnavailable _,
          TokenShortLived _,
          UnexpectedResponse _,
          SaveNotConfirmed _,
          OutcomeUnknown _ ->
          OUTAGE;
    };
  }
}
