package io.dodil.buildsecrets.sandbox;

import java.util.LinkedHashMap;
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
    var body = new LinkedHashMap<String, Object>();
    body.put("code", code(status));
    body.put("message", message);
    body.put("details", List.of());
    return json(body, message).withStatus(status);
  }

  private static int code(int status) {
    return switch (status) {
      case 400, 415 -> 3;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 5;
      case 413, 429 -> 8;
      case 500 -> 13;
      case 501 -> 12;
      case 503 -> 14;
      case 504 -> 4;
      default -> 2;
    };
  }

  /// An error as OAuth (RFC 6749) and Keycloak write it.
  static Answer oauth(int status, String error, String description) {
    var body = new LinkedHashMap<String, Object>();
    body.put("error", error);
    body.put("error_description", description);
    return json(body, description).withStatus(status);
  }

  Answer withStatus(int newStatus) {
    return new Answer(newStatus, headers, body, outcome);
  }

  Answer withBody(String newBody) {
    return new Answer(status, headers, newBody, outcome);
  }
}
