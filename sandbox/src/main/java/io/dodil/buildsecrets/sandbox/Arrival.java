package io.dodil.buildsecrets.sandbox;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.Objects;

/// When and from whom a call came.
///
/// @param nanos `System.nanoTime()` when its headers had arrived
/// @param requestId `X-Request-Id`, else empty
/// @param protocol `HTTP/2.0` or `HTTP/1.1`
public record Arrival(
    Instant time, long nanos, String requestId, String userAgent, String protocol) {

  static Arrival of(Context http) {
    return new Arrival(
        Instant.now(),
        System.nanoTime(),
        header(http, "X-Request-Id"),
        header(http, "User-Agent"),
        http.protocol());
  }

  private static String header(Context http, String name) {
    return Objects.requireNonNullElse(http.header(name), "");
  }
}
