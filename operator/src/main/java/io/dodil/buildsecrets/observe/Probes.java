package io.dodil.buildsecrets.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/// Answers the kubelet, on a port of its own: `/startupz`, `/readyz`, `/livez`. None of them asks
/// the Dodil API: a Pod that is restarted because somebody else is down helps nobody.
public final class Probes implements AutoCloseable {

  private final HttpServer server;

  private Probes(HttpServer server) {
    this.server = server;
  }

  /// What the probes ask.
  ///
  /// @param started the watches have synced once
  /// @param ready they are synced, and the process is not stopping
  /// @param live the process can still run something
  public record Questions(BooleanSupplier started, BooleanSupplier ready, BooleanSupplier live) {}

  /// Listens at once.
  ///
  /// @param port 0: any free one
  /// @throws IOException when the port is taken
  public static Probes listen(int port, Questions questions) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, 404, "not found"));
    serve(server, "/startupz", questions.started());
    serve(server, "/readyz", questions.ready());
    serve(server, "/livez", questions.live());
    server.start();
    return new Probes(server);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void serve(HttpServer server, String path, BooleanSupplier question) {
    server.createContext(
        path,
        exchange -> {
          boolean yes = question.getAsBoolean();
          answer(exchange, yes ? 200 : 503, yes ? "ok" : "no");
        });
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
