package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A thousand resources that name one organization.
@ExtendWith(OperatorExtension.class)
class CrowdedTargetIT {

  private static final int RIVALS = 999;
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void wakesTheNextOneAloneWhenTheOwnerGoes(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      ns.apply("owner", NPM);
      ns.awaitReady("owner");
      for (int i = 0; i < RIVALS; i++) {
        ns.apply("rival-" + i, NPM);
      }
      await().atMost(Duration.ofMinutes(2)).until(() -> inConflict(ns) == RIVALS);
      long mark = cluster.audit().mark();

      ns.client()
          .resources(BuildSecrets.class)
          .inNamespace(ns.namespace())
          .withName("owner")
          .delete();

      await().atMost(Duration.ofSeconds(30)).until(() -> inConflict(ns) == RIVALS - 1);
      assertThat(ns.saves()).hasSize(2);
      assertThat(onPurpose(cluster, mark)).hasSizeLessThanOrEqualTo(4);
    }
  }

  private static long inConflict(TestNamespace ns) {
    return ns
        .client()
        .resources(BuildSecrets.class)
        .inNamespace(ns.namespace())
        .list()
        .getItems()
        .stream()
        .filter(r -> r.getStatus() != null)
        .flatMap(r -> r.getStatus().condition("Ready").stream())
        .filter(c -> c.reason().equals("TargetConflict"))
        .count();
  }

  /// Of the resources themselves: reads and status writes.
  private static List<Call> onPurpose(Cluster cluster, long mark) {
    return cluster.audit().operatorCallsSince(mark).stream()
        .filter(call -> call.resource().equals("buildsecrets"))
        .toList();
  }
}
