package io.dodil.buildsecrets.sandbox;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One call: reads its body when asked, and handles it when asked.
abstract class Exchange {

  /// More is refused.
  static final int LIMIT = 4 << 20;

  private final Context http;
  private byte @Nullable [] body;

  Exchange(Context http) {
    this.http = http;
  }

  /// The body has come.
  void received(byte[] whole) {}

  /// Handles the call as if nothing were wrong.
  abstract Answer process() throws IOException;

  Context http() {
    return http;
  }

  String header(String name) {
    var value = http.header(name);
    return value == null ? "" : value;
  }

  /// At most one byte more than [#LIMIT].
  byte[] body() throws IOException {
    if (body == null) {
      body = http.req().getInputStream().readNBytes(LIMIT + 1);
      received(body);
    }
    return body;
  }

  boolean hasMediaType(String type) {
    var given = header("Content-Type");
    var end = given.indexOf(';');
    return (end < 0 ? given : given.substring(0, end)).trim().equalsIgnoreCase(type);
  }

  /// As much of it as fits into a header: what proves the caller, then the body.
  String headerEcho() throws IOException {
    var echo = header("Authorization") + " " + new String(body(), StandardCharsets.UTF_8);
    return echo.substring(0, Math.min(echo.length(), 1000)).replaceAll("[^ -~]", "_").strip();
  }

  /// The whole request, secrets and all: for callers that must not print what they are told.
  String echo() throws IOException {
    var echo = new StringBuilder(http.method() + " " + http.path() + "\n");
    http.headerMap().forEach((name, value) -> echo.append(name + ": " + value + "\n"));
    return echo.append(new String(body(), StandardCharsets.UTF_8)).toString();
  }
}
