package io.dodil.buildsecrets.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Answers the kubelet and Prometheus, on a port of its own: `/startupz`, `/readyz`, `/livez` and
/// `/metrics`. None of them asks the Dodil API: a Pod that is restarted because somebody else is
/// down helps nobody.
public final class Probes implements AutoCloseable {

  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int THREADS = 32;
  private static final int IDLE_SECONDS = 30;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private Probes(HttpServer server, ThreadPoolExecutor threads) {
    this.server = server;
    this.threads = threads;
  }

  /// What the probes ask. Empty: yes. Else why not, in one sentence.
  ///
  /// @param started the watches have synced once
  /// @param ready they are synced, and the process is not stopping
  /// @param live the process can still do its work
  public record Questions(
      Supplier<Optional<String>> started,
      Supplier<Optional<String>> ready,
      Supplier<Optional<String>> live) {}

  /// Listens at once.
  ///
  /// @param port 0: any free one
  /// @throws IOException when the port is taken
  public static Probes listen(int port, Questions questions, Metrics metrics) throws IOException {
    // who sends half a request, or reads none of the answer, keeps a thread no longer than this
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
    var server = HttpServer.create(new InetSocketAddress(port), 0);
    // platform threads: virtual ones may be what is stuck, and then somebody has to say so
    var threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("probes-", 0).factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());
    server.setExecutor(threads);
    var scrape = new Scrape(metrics.registry());
    server.createContext("/", exchange -> answer(exchange, 404, "not found"));
    serve(server, "/startupz", question(questions.started()));
    serve(server, "/readyz", question(questions.ready()));
    serve(server, "/livez", question(questions.live()));
    serve(server, "/metrics", scrape::answer);
    server.start();
    return new Probes(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static HttpHandler question(Supplier<Optional<String>> question) {
    return exchange -> {
      var no = question.get();
      answer(exchange, no.isEmpty() ? 200 : 503, no.orElse("ok"));
    };
  }

  /// This very path, and reading only.
  private static void serve(HttpServer server, String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, 404, "not found");
          } else if (!METHODS.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            answer(exchange, 405, "method not allowed");
          } else {
            try (exchange) {
              handler.handle(exchange);
            }
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
