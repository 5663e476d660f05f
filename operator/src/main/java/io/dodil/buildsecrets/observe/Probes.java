package io.dodil.buildsecrets.observe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers the kubelet, on a port of its own: `/startupz`, `/readyz` and `/livez`. None of them
/// asks the Dodil API: a Pod that is restarted because somebody else is down helps nobody.
public final class Probes implements AutoCloseable {

  private static final HttpConnection.Limits LIMITS =
      new HttpConnection.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5));

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
    return new Probes(
        HttpPort.listen(
            address,
            "probes",
            LIMITS,
            Map.of(
                "/startupz", question(questions.started()),
                "/readyz", question(questions.ready()),
                "/livez", question(questions.live()))));
  }

  private static HttpPort.Handler question(Supplier<Optional<String>> question) {
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
