package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OperatorExtension.class)
class RemovalGraceIT {

  private static final Duration GRACE = Duration.ofSeconds(2);

  @Test
  void removesWhatStaysAwayAfterTheGrace(Cluster cluster) throws IOException {
    try (var fixture =
        OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.removalGrace(GRACE)))) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("A", "x"));
      ns.secret("pip", Map.of("B", "p"));
      ns.apply(
          "one",
          "buildSecretsFrom: [{secretRef: {name: npm}}, {secretRef: {name: pip, optional: true}}]");
      ns.awaitReady("one");
      long start = System.nanoTime();

      ns.client().secrets().inNamespace(ns.namespace()).withName("pip").delete();

      ns.awaitSaves(2);
      var save = ns.saves().getLast();
      assertThat(save.sent().buildSecrets()).containsOnlyKeys("A");
      assertThat(Duration.ofNanos(save.arrival().nanos() - start)).isGreaterThan(GRACE);
      ns.awaitReady("one");
      assertThat(cluster.statuses().statuses(ns, "one"))
          .extracting(s -> s.condition("Ready").orElseThrow().reason())
          .containsExactly("Succeeded", "RemovalGrace", "Succeeded");
    }
  }
}
