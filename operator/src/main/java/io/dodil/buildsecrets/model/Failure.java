package io.dodil.buildsecrets.model;

import java.util.Optional;

/// Why a resolved set is not saved: what the token endpoint or the API answered, or what a token
/// says. Nothing of the other side's own words is in here.
public sealed interface Failure {

  /// Who answered.
  enum Party {
    API,
    TOKEN_ENDPOINT
  }

  /// What is wrong with the proxy.
  enum ProxyFault {
    /// nothing accepts connections at its address, or its name has no address
    UNREACHABLE,
    /// it makes no tunnel to the host behind it
    NO_TUNNEL,
    /// 407 without a login
    LOGIN_MISSING,
    /// 407 with a login
    LOGIN_REFUSED,
    /// 407 without a login in the environment's variable
    ENVIRONMENT_LOGIN_MISSING,
    /// 407 with the login of the environment's variable
    ENVIRONMENT_LOGIN_REFUSED
  }

  /// A ready-made token says that its time is over.
  record TokenExpired() implements Failure {}

  /// The credential was refused.
  record AuthenticationFailed(Party by, int status) implements Failure {}

  record PermissionDenied() implements Failure {}

  /// The API refused the content: 400, 413, 422.
  record PayloadRejected(int status) implements Failure {}

  record RedirectRejected(Party by, int status) implements Failure {}

  /// The token belongs to other organizations.
  ///
  /// @param named the other one, if it can be printed and is the only one
  record OrganizationMismatch(Optional<String> named) implements Failure {}

  /// The token names no organization, and may not be used without.
  ///
  /// @param bound whether the operator's configuration binds organizations to namespaces
  record OrganizationUnnamed(boolean bound) implements Failure {}

  /// The token names several organizations, or its claims contradict each other.
  record OrganizationAmbiguous() implements Failure {}

  /// The token does not carry the id that the operator's configuration gives for the organization.
  record OrganizationIdMismatch() implements Failure {}

  /// 429.
  record RateLimited(Party by) implements Failure {}

  /// 408, 409, 5xx; without status: no connection, or one that broke before anything was sent.
  record ApiUnavailable(Optional<Integer> status) implements Failure {}

  /// DNS knows no address of them, or does not answer.
  record HostUnresolved(Party of) implements Failure {}

  record TlsFailure(Party by) implements Failure {}

  /// The configured proxy made no way to them.
  record ProxyFailed(Party to, ProxyFault fault) implements Failure {}

  /// The token endpoint gave nothing usable; without status: no connection.
  record TokenUnavailable(Optional<Integer> status) implements Failure {}

  /// The token expired before anything could be sent with it.
  record TokenShortLived() implements Failure {}

  record UnexpectedResponse(int status) implements Failure {}

  /// 2xx without success.
  record SaveNotConfirmed(int status) implements Failure {}

  /// Sent, and no answer.
  record OutcomeUnknown() implements Failure {}
}
