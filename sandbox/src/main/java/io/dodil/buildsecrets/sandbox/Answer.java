package io.dodil.buildsecrets.sandbox;

import java.util.List;
import java.util.Map;

/// What a caller is told.
///
/// @param outcome the same in words, for the records
record Answer(int status, Map<String, String> headers, String body, String outcome) {

  static Answer json(Object body, String outcome) {
    return new Answer(200, Map.of("Content-Type", "application/json"), Json.write(body), outcome);
  }

  /// An error as a gRPC gateway writes it.
  static Answer grpc(int status, String message) {
    var body = Map.of("code", code(status), "message", message, "details", List.of());
    return json(body, message).withStatus(status);
  }

  private static int code(int status) {
    return switch (status) {
      case 400, 415 -> 3;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 5;
      case 413 -> 8;
      case 501 -> 12;
      default -> 2;
    };
  }

  /// An error as OAuth (RFC 6749) and Keycloak write it.
  static Answer oauth(int status, String error, String description) {
    return json(Map.of("error", error, "error_description", description), description)
        .withStatus(status);
  }

  Answer withStatus(int newStatus) {
    return new Answer(newStatus, headers, body, outcome);
  }

  Answer withBody(String newBody) {
    return new Answer(status, headers, newBody, outcome);
  }
}
