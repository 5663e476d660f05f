package io.dodil.buildsecrets.observe;

import com.sun.net.httpserver.HttpExchange;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Answers Prometheus, in the format it asks for: OpenMetrics, or its own text.
final class Scrape {

  private static final int OK = 200;
  private static final String OPEN_METRICS = "application/openmetrics-text";

  /// With the versions that the registry writes.
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";

  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  Scrape(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  void answer(HttpExchange exchange) throws IOException {
    var type = header(exchange, "Accept").contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
    boolean packed = header(exchange, "Accept-Encoding").contains("gzip");
    exchange.getResponseHeaders().set("Content-Type", type);
    if (packed) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(OK, -1);
      return;
    }
    // in chunks: with thousands of resources it is long
    exchange.sendResponseHeaders(OK, 0);
    try (var body = body(exchange, packed)) {
      registry.scrape(body, type);
    }
  }

  private static OutputStream body(HttpExchange exchange, boolean packed) throws IOException {
    return packed ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody();
  }

  private static String header(HttpExchange exchange, String name) {
    var values = exchange.getRequestHeaders().get(name);
    return values == null ? "" : String.join(",", values).toLowerCase(Locale.ROOT);
  }
}
