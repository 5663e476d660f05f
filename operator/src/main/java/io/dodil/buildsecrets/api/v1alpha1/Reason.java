package io.dodil.buildsecrets.api.v1alpha1;

import java.util.Arrays;
import java.util.Optional;

/// Why a resource is as it is, in one word for programs. The names are part of the API.
public enum Reason {
  // all is well
  SUCCEEDED("Succeeded", Severity.WELL),
  SAVED("Saved", Severity.WELL),
  RESOLVED("Resolved", Severity.WELL),
  // invalid: stalled at once, only a change of the input helps
  INVALID_SECRET_DATA("InvalidSecretData", Severity.INVALID),
  DUPLICATE_ENTRY("DuplicateEntry", Severity.INVALID),
  PAYLOAD_TOO_LARGE("PayloadTooLarge", Severity.INVALID),
  SPEC_TOO_LARGE("SpecTooLarge", Severity.INVALID),
  SECRET_FORBIDDEN("SecretForbidden", Severity.INVALID),
  PAYLOAD_REJECTED("PayloadRejected", Severity.INVALID),
  REDIRECT_REJECTED("RedirectRejected", Severity.INVALID),
  TOKEN_EXPIRED("TokenExpired", Severity.INVALID),
  // refused: stalled when it goes on
  AUTHENTICATION_FAILED("AuthenticationFailed", Severity.REFUSED),
  PERMISSION_DENIED("PermissionDenied", Severity.REFUSED),
  ORGANIZATION_MISMATCH("OrganizationMismatch", Severity.REFUSED),
  ORGANIZATION_UNNAMED("OrganizationUnnamed", Severity.REFUSED),
  // waiting: stalled at the progress deadline
  SECRET_NOT_FOUND("SecretNotFound", Severity.WAITING),
  SECRET_KEY_NOT_FOUND("SecretKeyNotFound", Severity.WAITING),
  EMPTY_PAYLOAD("EmptyPayload", Severity.WAITING),
  ENDPOINT_NOT_CONFIGURED("EndpointNotConfigured", Severity.WAITING),
  ORGANIZATION_NOT_ALLOWED("OrganizationNotAllowed", Severity.WAITING),
  TARGET_CONFLICT("TargetConflict", Severity.WAITING),
  // outage: never stalled
  API_UNAVAILABLE("ApiUnavailable", Severity.OUTAGE),
  RATE_LIMITED("RateLimited", Severity.OUTAGE),
  TLS_FAILURE("TlsFailure", Severity.OUTAGE),
  TOKEN_UNAVAILABLE("TokenUnavailable", Severity.OUTAGE),
  UNEXPECTED_RESPONSE("UnexpectedResponse", Severity.OUTAGE),
  SAVE_NOT_CONFIRMED("SaveNotConfirmed", Severity.OUTAGE),
  OUTCOME_UNKNOWN("OutcomeUnknown", Severity.OUTAGE),
  SECRET_READ_ERROR("SecretReadError", Severity.OUTAGE),
  // held: goes by itself in seconds
  REMOVAL_GRACE("RemovalGrace", Severity.HELD),
  SUSPENDED("Suspended", Severity.SUSPENDED),
  // of single conditions
  AWAITING_SECRETS("AwaitingSecrets", Severity.WAITING),
  NOT_EVALUATED("NotEvaluated", Severity.WAITING),
  NOT_ATTEMPTED("NotAttempted", Severity.WAITING),
  PROGRESSING("Progressing", Severity.WAITING),
  PROGRESSING_WITH_RETRY("ProgressingWithRetry", Severity.OUTAGE),
  PROGRESS_DEADLINE_EXCEEDED("ProgressDeadlineExceeded", Severity.WAITING);

  private final String text;
  private final Severity severity;

  Reason(String text, Severity severity) {
    this.text = text;
    this.severity = severity;
  }

  /// As it stands in a condition.
  public String text() {
    return text;
  }

  /// The reason that a condition names; empty for one that this version does not know.
  public static Optional<Reason> named(String text) {
    return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst();
  }

  public Severity severity() {
    return severity;
  }

  /// What a reason means for those who wait; the worst first.
  public enum Severity {
    INVALID,
    REFUSED,
    WAITING,
    OUTAGE,
    HELD,
    SUSPENDED,
    WELL
  }
}
