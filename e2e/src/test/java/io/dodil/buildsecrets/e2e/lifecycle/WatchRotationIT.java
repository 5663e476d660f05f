package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.ProbeWatch;
import io.dodil.buildsecrets.e2e.harness.Relay;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Watches break all the time, and API servers are restarted: no probe may move for that.
class WatchRotationIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final int BREAKS = 3;

  @Test
  void noProbeMovesWhenWatchesBreakAndTheApiServerIsRestarted() throws Exception {
    try (var cluster = Cluster.start();
        var way = Relay.to(port(cluster.controlPlane().config()));
        var fixture = OperatorFixture.start(cluster, by(way, cluster));
        var eye = ProbeWatch.on(fixture.probePort(), "/startupz", "/readyz", "/livez")) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "before"));
      ns.apply("one", NPM);
      ns.awaitReady("one");

      for (int i = 0; i < BREAKS; i++) {
        way.refuse();
        awaitWatches(fixture, 0);
        way.accept();
        awaitWatches(fixture, 1);
      }
      cluster.controlPlane().stopApiServer();
      awaitWatches(fixture, 0);
      int answers = eye.answers();
      await().atMost(Duration.ofSeconds(60)).until(() -> eye.answers() > answers + 30);
      cluster.controlPlane().startApiServer();
      ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "after")));
      awaitWatches(fixture, 1);

      assertThat(
              Scrape.of(fixture.metricsPort())
                  .sum("buildsecrets_kubernetes_requests_total", "outcome=no_answer"))
          .isPositive();
      assertThat(eye.refusals()).isEmpty();
      cluster.statuses().assertRulesHeld();
    }
  }

  private static Config by(Relay way, Cluster cluster) {
    return new ConfigBuilder(cluster.controlPlane().config())
        .withMasterUrl("https://127.0.0.1:" + way.port())
        .build();
  }

  private static int port(Config config) {
    return URI.create(config.getMasterUrl()).getPort();
  }

  /// @param up 1: open
  private static void awaitWatches(OperatorFixture fixture, int up) {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(
                        Scrape.of(fixture.metricsPort()).matching("buildsecrets_watch_up").stream()
                            .map(Scrape.Sample::value))
                    .containsExactly((double) up, (double) up));
  }
}
