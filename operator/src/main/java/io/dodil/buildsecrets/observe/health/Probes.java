package io.dodil.buildsecrets.observe.health;

import io.dodil.buildsecrets.observe.HttpConnection;
import io.dodil.buildsecrets.observe.HttpHandler;
import io.dodil.buildsecrets.observe.HttpPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Answers the kubelet, on a port of its own: `/startupz`, `/readyz` and `/livez`. None of them
/// asks the Dodil API: a Pod that is restarted because somebody else is down helps nobody.
public final class Probes implements AutoCloseable {

  /// How long `/startupz` waits for a yes; below the `timeoutSeconds` of the chart.
  private static final Duration START = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(20);

  /// The kubelet asks once at a time. Others get an answer at once, and leave it its connection.
  private static final int WAITING = 2;

  private static final HttpConnection.Limits LIMITS =
      new HttpConnection.Limits(Duration.ofSeconds(5), START.plusSeconds(5));

  private final HttpPort port;

  private Probes(HttpPort port) {
    this.port = port;
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
  /// @param address with port 0: any free one
  /// @throws IOException when the port is taken
  public static Probes listen(InetSocketAddress address, Questions questions) throws IOException {
    return listen(address, questions, START);
  }

  /// @param longestStart how long `/startupz` waits for a yes
  static Probes listen(InetSocketAddress address, Questions questions, Duration longestStart)
      throws IOException {
    return new Probes(
        HttpPort.listen(
            address,
            "probes",
            LIMITS,
            Map.of(
                "/startupz", start(questions.started(), longestStart),
                "/readyz", question(questions.ready()),
                "/livez", question(questions.live()))));
  }

  /// Answers as soon as the process has started: the kubelet reports every no as a Warning, and a
  /// process that is starting is no reason for one.
  private static HttpHandler start(Supplier<Optional<String>> started, Duration longest) {
    var waiting = new Semaphore(WAITING);
    var question = question(started);
    return (request, response) -> {
      if (waiting.tryAcquire()) {
        try {
          long end = System.nanoTime() + longest.toNanos();
          while (started.get().isPresent() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL.toNanos());
          }
        } finally {
          waiting.release();
        }
      }
      question.answer(request, response);
    };
  }

  private static HttpHandler question(Supplier<Optional<String>> question) {
    return (_, response) -> {
      var no = question.get();
      response.text(no.isEmpty() ? 200 : 503, no.orElse("ok"));
    };
  }

  public int port() {
    return port.number();
  }

  @Override
  public void close() {
    port.close();
  }
}
