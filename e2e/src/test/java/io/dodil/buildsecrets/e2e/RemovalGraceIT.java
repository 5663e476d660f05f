package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class RemovalGraceIT {

  private static final Duration GRACE = Duration.ofSeconds(2);

  @Test
  void removesWhatStaysAwayAfterTheGrace(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster, Tuning.with(t -> t.removalGrace(GRACE)))) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("A", "x"));
      team.secret("pip", Map.of("B", "p"));
      team.apply(
          "one",
          "buildSecretsFrom: [{secretRef: {name: npm}}, {secretRef: {name: pip, optional: true}}]");
      team.awaitReady("one");
      long start = System.nanoTime();

      team.client().secrets().inNamespace(team.namespace()).withName("pip").delete();

      team.awaitSaves(2);
      var save = team.saves().getLast();
      assertThat(save.sent().buildSecrets()).containsOnlyKeys("A");
      assertThat(Duration.ofNanos(save.arrival().nanos() - start)).isGreaterThan(GRACE);
      team.awaitReady("one");
      assertThat(cluster.statuses().statuses(team, "one"))
          .extracting(s -> s.condition("Ready").orElseThrow().reason())
          .containsExactly("Succeeded", "RemovalGrace", "Succeeded");
    }
  }
}
