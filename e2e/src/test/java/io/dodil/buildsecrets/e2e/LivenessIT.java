package io.dodil.buildsecrets.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.OperatorProcess.Extras;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.SyncRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who is stuck is not alive; who waits is.
@ExtendWith(SharedCluster.class)
class LivenessIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final Duration STUCK_AFTER = Duration.ofSeconds(3);

  @Test
  void aDeliveryOfEventsThatNeverEndsIsNoticed(Cluster cluster) throws IOException {
    var blocking = new Blocking();
    try (var stage = Stage.withoutOperator(cluster)) {
      stage.startOperator(new Extras(blocking, STUCK_AFTER));
      var team = saved(stage);
      assertThat(live(stage)).isEqualTo("200 ok\n");

      blocking.namespace = team.namespace();
      team.secret("npm", Map.of("token", "two"));

      await()
          .untilAsserted(
              () ->
                  assertThat(live(stage))
                      .matches("503 the delivery of watch events has been stuck for \\d+ s\n"));
      blocking.until.countDown();
      await().until(() -> live(stage), "200 ok\n"::equals);
      await().until(() -> team.saves().size() == 2);
    } finally {
      blocking.until.countDown();
    }
  }

  @Test
  void whoWaitsForTheApiIsAlive(Cluster cluster) throws IOException {
    try (var stage = Stage.withoutOperator(cluster)) {
      stage.startOperator(new Extras((_, _, _) -> {}, STUCK_AFTER));
      var team = stage.newTeam();
      stage
          .sandbox()
          .faults()
          .save(
              PlannedFault.<Fault>once(new Fault.NeverAnswer(true))
                  .organization(team.organization()));
      team.secret("npm", Map.of("token", "one"));
      try (var eye = ProbeWatch.on(stage.probePort(), "/livez", "/readyz", "/startupz")) {
        team.apply("one", NPM);

        // the whole call timeout, three times as long as an event may be on its way
        team.awaitReason("one", "OutcomeUnknown");
        assertThat(eye.answers()).isGreaterThan(20);
        assertThat(eye.refusals()).isEmpty();
      }
    }
  }

  /// Anybody in the cluster may connect to a Pod where no NetworkPolicy is enforced.
  @Test
  void whoIsAttackedAtBothPortsAnswersItsProbesAndSaves(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster);
        var attackers = new Attackers()) {
      for (int i = 0; i < 1000; i++) {
        attackers.send(stage.probePort(), i % 2 == 0 ? "" : "G");
        attackers.send(stage.metricsPort(), "GET /metrics HTTP/1.1\r\n" + (i < 64 ? "\r\n" : ""));
      }

      var begin = Instant.now();
      assertThat(live(stage)).isEqualTo("200 ok\n");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
      assertThat(saved(stage).saves()).hasSize(1);
      assertThat(Scrape.of(stage.metricsPort()).sum("buildsecrets_leader")).isEqualTo(1);
    }
  }

  private static Team saved(Stage stage) {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "one"));
    team.apply("one", NPM);
    team.awaitReady("one");
    return team;
  }

  private static String live(Stage stage) {
    var answer = Scrape.get(stage.probePort(), "/livez", "*/*");
    return answer.statusCode() + " " + answer.body();
  }

  /// Send, and then neither read nor close.
  private static final class Attackers implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    void send(int port, String text) throws IOException {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    @Override
    public void close() throws IOException {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  /// Keeps the thread that tells of a change in one namespace.
  private static final class Blocking implements RunObserver {

    final CountDownLatch until = new CountDownLatch(1);
    volatile String namespace = "";

    @Override
    public void changed(ResourceId resource) {
      if (resource.namespace().equals(namespace)) {
        try {
          until.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void ended(SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after) {}
  }
}
