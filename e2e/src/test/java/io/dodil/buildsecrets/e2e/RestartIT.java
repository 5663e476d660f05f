package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class RestartIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void aRestartCostsNothing(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster)) {
      var teams = Stream.generate(stage::newTeam).limit(20).toList();
      teams.forEach(t -> t.secret("npm", Map.of("token", "x")));
      teams.forEach(t -> t.apply("one", NPM));
      teams.forEach(t -> t.awaitReady("one"));
      stage.stopOperator();
      var mark = cluster.audit().mark();
      int saves = stage.sandbox().saveCalls().size();
      int tokens = stage.sandbox().tokenCalls().size();

      stage.startOperator();
      var fence = teams.getFirst().secret("npm", Map.of("token", "fence"));
      teams.getFirst().awaitSavedVersion("one", fence);

      // the one that was changed as a fence costs what a change costs, all the others nothing
      assertThat(stage.sandbox().saveCalls()).hasSize(saves + 1);
      assertThat(stage.sandbox().tokenCalls()).hasSize(tokens + 1);
      assertThat(cluster.audit().operatorCallsSince(mark))
          .allMatch(c -> c.namespace().equals(teams.getFirst().namespace()));
    }
  }

  @Test
  void noticesWhatChangedWhileItWasAway(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster)) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "old"));
      team.apply("one", NPM);
      team.awaitReady("one");
      stage.stopOperator();

      var rotated = team.secret("npm", Map.of("token", "new"));
      stage.startOperator();

      team.awaitSavedVersion("one", rotated);
      assertThat(team.saves()).hasSize(2);
    }
  }
}
