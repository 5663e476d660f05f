package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.observe.HttpConnection;
import io.dodil.buildsecrets.observe.HttpPort;
import io.dodil.buildsecrets.observe.HttpRequest;
import io.dodil.buildsecrets.observe.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;

/// Answers Prometheus, on a port of its own: `/metrics`, in the format it asks for, OpenMetrics or
/// its own text.
public final class Scrapes implements AutoCloseable {

  /// For a pair of Prometheus servers. Each takes memory while its client reads.
  private static final int CONCURRENT = 2;

  /// Prometheus waits 10 s by default.
  private static final HttpConnection.Limits LIMITS =
      new HttpConnection.Limits(Duration.ofSeconds(5), Duration.ofSeconds(10));

  private static final String OPEN_METRICS = "application/openmetrics-text";

  /// With the versions that the registry writes.
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";

  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpPort port;

  private Scrapes(HttpPort port) {
    this.port = port;
  }

  /// Listens at once.
  ///
  /// @param address with port 0: any free one
  /// @throws IOException when the port is taken
  public static Scrapes listen(InetSocketAddress address, Metrics metrics) throws IOException {
    var free = new Semaphore(CONCURRENT);
    return new Scrapes(
        HttpPort.listen(
            address,
            "metrics",
            LIMITS,
            Map.of(
                "/metrics",
                (request, response) -> {
                  if (!free.tryAcquire()) {
                    response.header("Retry-After", "1");
                    response.text(503, "too many scrapes at a time");
                    return;
                  }
                  try {
                    answer(request, response, metrics);
                  } finally {
                    free.release();
                  }
                })));
  }

  private static void answer(HttpRequest request, HttpResponse response, Metrics metrics)
      throws IOException {
    var type = request.header("accept").contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
    boolean packed = request.header("accept-encoding").contains("gzip");
    response.header("Content-Type", type);
    if (packed) {
      response.header("Content-Encoding", "gzip");
    }
    if (request.isHead()) {
      response.empty(200);
      return;
    }
    try (var body = packed(response.stream(200), packed)) {
      metrics.write(body, type);
    }
  }

  private static OutputStream packed(OutputStream body, boolean packed) throws IOException {
    return packed ? new GZIPOutputStream(body) : body;
  }

  public int port() {
    return port.number();
  }

  @Override
  public void close() {
    port.close();
  }
}
