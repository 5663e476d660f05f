package io.dodil.buildsecrets.e2e.lifecycle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.app.OperatorProcess.Extras;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.ProbeWatch;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncResult;
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
@ExtendWith(OperatorExtension.class)
class LivenessIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final Duration STUCK_AFTER = Duration.ofSeconds(3);

  @Test
  void aDeliveryOfEventsThatNeverEndsIsNoticed(Cluster cluster) throws IOException {
    var blocking = new Blocking();
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      fixture.startOperator(new Extras(blocking, STUCK_AFTER));
      var ns = saved(fixture);
      assertThat(live(fixture)).isEqualTo("200 ok\n");

      blocking.namespace = ns.namespace();
      ns.secret("npm", Map.of("token", "two"));

      await()
          .untilAsserted(
              () ->
                  assertThat(live(fixture))
                      .matches("503 the delivery of watch events has been stuck for \\d+ s\n"));
      blocking.until.countDown();
      await().until(() -> live(fixture), "200 ok\n"::equals);
      await().until(() -> ns.saves().size() == 2);
    } finally {
      blocking.until.countDown();
    }
  }

  @Test
  void whoWaitsForTheApiIsAlive(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      fixture.startOperator(new Extras((_, _, _) -> {}, STUCK_AFTER));
      var ns = fixture.newNamespace();
      fixture
          .sandbox()
          .faults()
          .save(
              PlannedFault.<Fault>once(new Fault.NeverAnswer(true))
                  .organization(ns.organization()));
      ns.secret("npm", Map.of("token", "one"));
      try (var eye = ProbeWatch.on(fixture.probePort(), "/livez", "/readyz", "/startupz")) {
        ns.apply("one", NPM);

        // the whole call timeout, three times as long as an event may be on its way
        ns.awaitReason("one", "OutcomeUnknown");
        assertThat(eye.answers()).isGreaterThan(20);
        assertThat(eye.refusals()).isEmpty();
      }
    }
  }

  /// Anybody in the cluster may connect to a Pod where no NetworkPolicy is enforced.
  @Test
  void whoIsAttackedAtBothPortsAnswersItsProbesAndSaves(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster);
        var attackers = new Attackers()) {
      for (int i = 0; i < 1000; i++) {
        attackers.send(fixture.probePort(), i % 2 == 0 ? "" : "G");
        attackers.send(fixture.metricsPort(), "GET /metrics HTTP/1.1\r\n" + (i < 64 ? "\r\n" : ""));
      }

      assertThat(medianOfAnswers(fixture)).isLessThan(Duration.ofSeconds(1));
      assertThat(saved(fixture).saves()).hasSize(1);
      assertThat(Scrape.of(fixture.metricsPort()).sum("buildsecrets_leader")).isEqualTo(1);
    }
  }

  private static TestNamespace saved(OperatorFixture fixture) {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "one"));
    ns.apply("one", NPM);
    ns.awaitReady("one");
    return ns;
  }

  /// One answer may be late on a busy machine.
  private static Duration medianOfAnswers(OperatorFixture fixture) {
    var took = new ArrayList<Duration>();
    for (int i = 0; i < 11; i++) {
      var begin = Instant.now();
      assertThat(live(fixture)).isEqualTo("200 ok\n");
      took.add(Duration.between(begin, Instant.now()));
    }
    return took.stream().sorted().toList().get(took.size() / 2);
  }

  private static String live(OperatorFixture fixture) {
    var answer = Scrape.get(fixture.probePort(), "/livez", "*/*");
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
  private static final class Blocking implements ReconciliationListener {

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
    public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {}
  }
}
