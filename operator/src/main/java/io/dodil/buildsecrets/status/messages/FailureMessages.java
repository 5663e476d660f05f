package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.AuthenticationFailed;
import io.dodil.buildsecrets.model.Failure.HostUnresolved;
import io.dodil.buildsecrets.model.Failure.OrganizationAmbiguous;
import io.dodil.buildsecrets.model.Failure.OrganizationIdMismatch;
import io.dodil.buildsecrets.model.Failure.OrganizationMismatch;
import io.dodil.buildsecrets.model.Failure.OrganizationUnnamed;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.model.Failure.PayloadRejected;
import io.dodil.buildsecrets.model.Failure.PermissionDenied;
import io.dodil.buildsecrets.model.Failure.ProxyFailed;
import io.dodil.buildsecrets.model.Failure.ProxyFault;
import io.dodil.buildsecrets.model.Failure.RateLimited;
import io.dodil.buildsecrets.model.Failure.RedirectRejected;
import io.dodil.buildsecrets.model.Failure.SaveNotConfirmed;
import io.dodil.buildsecrets.model.Failure.TlsFailure;
import io.dodil.buildsecrets.model.Failure.TokenExpired;
import io.dodil.buildsecrets.model.Failure.TokenShortLived;
import io.dodil.buildsecrets.model.Failure.TokenUnavailable;
import io.dodil.buildsecrets.model.Failure.UnexpectedResponse;
import java.util.Optional;

/// The sentence of each failure. Nothing of the other side's own words is in it but a status code,
/// and a printable organization name.
public final class FailureMessages {

  private static final String RETRYING = ", retrying at most every 5 min";
  private static final String SLOWLY = ", retrying at most every 30 min";

  private FailureMessages() {}

  /// Returns the message for these arguments.
  ///
  /// @param spec of the resource, for the names in it
  public static Message of(Failure failure, BuildSecretsSpec spec) {
    var organization = spec.organization();
    var secret = spec.auth().secretName().map(" in Secret \"%s\""::formatted).orElse("");
    return switch (failure) {
      case TokenExpired() ->
          new Message(
              Reason.TOKEN_EXPIRED,
              "the token%s has expired: put a new one there".formatted(secret));
      case AuthenticationFailed(var by, int status) ->
          new Message(
              Reason.AUTHENTICATION_FAILED,
              "%s refused the credential%s (%d)".formatted(name(by), secret, status));
      case PermissionDenied() ->
          new Message(
              Reason.PERMISSION_DENIED,
              "the credential%s may not save build secrets of organization \"%s\" (403)"
                  .formatted(secret, organization));
      case OrganizationMismatch(var named) ->
          new Message(
              Reason.ORGANIZATION_MISMATCH,
              "the credential%s belongs to %s, not to \"%s\""
                  .formatted(secret, other(named), organization));
      case OrganizationUnnamed(boolean bound) ->
          new Message(
              Reason.ORGANIZATION_UNNAMED,
              "the token names no organization; the operator's administrator can set the endpoint's"
                  + " tokenScope"
                  + (bound ? "" : " or organizationCheck: ifNamed"));
      case OrganizationAmbiguous() ->
          new Message(
              Reason.ORGANIZATION_MISMATCH,
              "the token names several organizations or contradicts itself: it must name \"%s\" alone"
                  .formatted(organization));
      case OrganizationIdMismatch() ->
          new Message(
              Reason.ORGANIZATION_MISMATCH,
              "the token does not carry the id that the operator's configuration gives for organization \"%s\""
                  .formatted(organization));
      case TokenShortLived() ->
          new Message(
              Reason.TOKEN_UNAVAILABLE,
              "the token endpoint's tokens expire before they can be used: make them live longer"
                  + RETRYING);
      case PayloadRejected(int status) ->
          new Message(
              Reason.PAYLOAD_REJECTED,
              "the API refused the content (%d)%s".formatted(status, SLOWLY));
      case RedirectRejected(var by, int status) ->
          new Message(
              Reason.REDIRECT_REJECTED,
              "%s answered with a redirect (%d), which is never followed: correct the endpoint's URL"
                      .formatted(name(by), status)
                  + SLOWLY);
      case RateLimited(var by) ->
          new Message(
              Reason.RATE_LIMITED, "%s asked to wait (429)%s".formatted(name(by), RETRYING));
      case ApiUnavailable(var status) ->
          new Message(Reason.API_UNAVAILABLE, reached("the API", status) + RETRYING);
      case HostUnresolved(var of) ->
          new Message(
              unavailable(of),
              "the host name of %s can't be resolved: check the endpoint's URL and the cluster's DNS%s"
                  .formatted(name(of), RETRYING));
      case ProxyFailed(var to, var fault) ->
          new Message(unavailable(to), proxyFailed(name(to), fault) + RETRYING);
      case TokenUnavailable(var status) ->
          new Message(
              Reason.TOKEN_UNAVAILABLE,
              status
                      .map("the token endpoint gave no usable token (%d)"::formatted)
                      .orElse("the token endpoint can't be reached")
                  + RETRYING);
      case TlsFailure(var by) ->
          new Message(
              Reason.TLS_FAILURE,
              "no trusted TLS connection to %s: check its certificate, and the CAs in the operator's caFile%s"
                  .formatted(name(by), RETRYING));
      case UnexpectedResponse(int status) ->
          new Message(
              Reason.UNEXPECTED_RESPONSE,
              "the API answered %d, which is no answer to a save%s".formatted(status, RETRYING));
      case SaveNotConfirmed(int status) ->
          new Message(
              Reason.SAVE_NOT_CONFIRMED,
              "the API answered %d without confirming the save%s".formatted(status, RETRYING));
      case OutcomeUnknown() ->
          new Message(Reason.OUTCOME_UNKNOWN, "the set was sent and no answer came" + RETRYING);
    };
  }

  private static String name(Party party) {
    return switch (party) {
      case API -> "the API";
      case TOKEN_ENDPOINT -> "the token endpoint";
    };
  }

  private static Reason unavailable(Party party) {
    return switch (party) {
      case API -> Reason.API_UNAVAILABLE;
      case TOKEN_ENDPOINT -> Reason.TOKEN_UNAVAILABLE;
    };
  }

  private static String proxyFailed(String to, ProxyFault fault) {
    return switch (fault) {
      case UNREACHABLE ->
          to + " can't be reached through the operator's proxy, which accepts no connections";
      case NO_TUNNEL -> to + " can't be reached through the operator's proxy";
      case LOGIN_MISSING ->
          "the proxy on the way to %s asks for a login (407), and the operator has none: set calls.proxy.credentialsFile"
              .formatted(to);
      case ENVIRONMENT_LOGIN_MISSING ->
          "the proxy on the way to %s asks for a login (407), and the operator has none: put user:password@ into its HTTPS_PROXY, or set calls.proxy"
              .formatted(to);
      case ENVIRONMENT_LOGIN_REFUSED ->
          "the proxy on the way to %s refused the operator's login (407): correct user and password in its HTTPS_PROXY"
              .formatted(to);
      case LOGIN_REFUSED ->
          "the proxy on the way to %s refused the operator's login (407): correct its credentials file"
              .formatted(to);
    };
  }

  private static String reached(String party, Optional<Integer> status) {
    return status.map((party + " answered %d")::formatted).orElse(party + " can't be reached");
  }

  private static String other(Optional<String> named) {
    return named.map("organization \"%s\""::formatted).orElse("another organization");
  }
}
