package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator that is started before what it needs. Each on a control plane of its own.
@Tag("slow")
@Tag("jar")
@Order(1) // takes long: others run beside it
class StartIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @TempDir Path directory;

  @Test
  void waitsForTheApiServerAndSaysSo() throws Exception {
    try (var cluster = Cluster.start();
        var fixture = OperatorFixture.withoutOperator(cluster)) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      ns.apply("one", NPM);
      cluster.controlPlane().stopApiServer();

      try (var replica = Replica.start(fixture, directory, cluster.operator(), "only")) {
        awaitLine(replica, "waiting: the Kubernetes API can't be reached");
        assertThat(replica.probe("/startupz")).isEqualTo(503);
        assertThat(replica.probe("/readyz")).isEqualTo(503);
        assertThat(replica.probe("/livez")).isEqualTo(200);
        cluster.controlPlane().startApiServer();

        replica.awaitReady();
        ns.awaitReady("one");
      }
    }
  }

  @Test
  void waitsForItsCrdAndSaysSo() throws Exception {
    try (var cluster = Cluster.start();
        var fixture = OperatorFixture.withoutOperator(cluster)) {
      cluster.removeCrd();

      try (var replica = Replica.start(fixture, directory, cluster.operator(), "only")) {
        awaitLine(replica, "waiting: the CRD buildsecrets.ignite.dodil.io is not installed");
        assertThat(replica.probe("/startupz")).isEqualTo(503);
        Cluster.applyCrd(cluster.admin());

        replica.awaitReady();
        var ns = fixture.newNamespace();
        ns.secret("npm", Map.of("token", "x"));
        ns.apply("one", NPM);
        ns.awaitReady("one");
      }
    }
  }

  @Test
  void canBeToldToStopWhileItWaits() throws Exception {
    try (var cluster = Cluster.start();
        var fixture = OperatorFixture.withoutOperator(cluster)) {
      cluster.removeCrd();

      try (var replica = Replica.start(fixture, directory, cluster.operator(), "only")) {
        awaitLine(replica, "waiting:");
        replica.signal("TERM");

        assertThat(replica.operator().awaitExit()).isZero();
      }
    }
  }

  private static void awaitLine(Replica replica, String text) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(replica.operator().output()).contains(text));
  }
}
