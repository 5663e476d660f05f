package io.dodil.buildsecrets.observe;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;

import io.dodil.buildsecrets.observe.metrics.Metrics;
import io.dodil.buildsecrets.observe.metrics.ProcessState;
import io.dodil.buildsecrets.observe.metrics.Scrapes;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;

/// A process with 5,000 resources, of which 64 clients ask the metrics and read nothing. It ends
/// when a 65th has been answered.
final class UnreadScrapes {

  private static final int RESOURCES = 5000;
  private static final int CLIENTS = 64;
  private static final Duration WHILE = Duration.ofSeconds(4);

  private UnreadScrapes() {}

  static void main() throws Exception {
    var all =
        IntStream.range(0, RESOURCES)
            .mapToObj(i -> resource("build-secrets-of-team-" + i, c -> c.namespace("team-" + i)))
            .toList();
    try (var metrics =
            new Metrics(SettingsBuilder.settings(), "1", () -> true, InstantSource.system());
        var scrapes = Scrapes.listen(new InetSocketAddress(0), metrics)) {
      metrics.show(
          new ProcessState(() -> true, () -> all, Map::of, () -> 0, () -> 0, Map::of, Map.of()));
      try (var clients = new Clients(scrapes.port())) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.sends("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        Thread.sleep(WHILE);
      }
      try (var prometheus = new Clients(scrapes.port())) {
        System.out.println(series(prometheus));
      }
    }
  }

  /// When the others are gone.
  private static long series(Clients prometheus) throws Exception {
    while (true) {
      var answer = prometheus.get("/metrics");
      if (answer.statusCode() == 200) {
        return answer
            .body()
            .lines()
            .filter(l -> l.startsWith("buildsecrets_resource_info{"))
            .count();
      }
      Thread.sleep(100);
    }
  }
}
