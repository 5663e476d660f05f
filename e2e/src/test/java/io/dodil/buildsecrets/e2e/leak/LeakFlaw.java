package io.dodil.buildsecrets.e2e.leak;

/// What is wrong with the Secrets of a resource.
enum LeakFlaw {
  NONE("Succeeded"),
  FORBIDDEN("SecretReadError"),
  KEY_MISSING("SecretKeyNotFound"),
  SECRET_OF_THE_CLUSTER("SecretForbidden"),
  LOGIN_NOT_BASE64("InvalidSecretData"),
  DOCKER_CONFIG_UNREADABLE("InvalidSecretData"),
  DOCKER_CONFIG_IN_ANOTHER_KEY("SecretKeyNotFound"),
  IDENTITY_TOKEN("InvalidSecretData"),
  KEYS_NO_ARGUMENTS("InvalidSecretData"),
  BAD_UTF8("InvalidSecretData"),
  LINE_BREAK_IN_LOGIN("InvalidSecretData"),
  SSH_KEY("InvalidSecretData"),
  CONFLICT("DuplicateEntry"),
  TOO_LARGE("PayloadTooLarge"),
  WRONG_SECRET("AuthenticationFailed"),
  STATIC_TOKEN("Succeeded"),
  STATIC_TOKEN_UNKNOWN("AuthenticationFailed"),
  STATIC_TOKEN_EXPIRED("TokenExpired");

  private final String reason;

  LeakFlaw(String reason) {
    this.reason = reason;
  }

  /// Of Ready.
  String reason() {
    return reason;
  }
}
