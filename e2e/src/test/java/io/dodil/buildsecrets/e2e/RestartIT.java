package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.AuditLog.Call;
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

  @Test
  void aRestartWritesNothingOfWhatIsNotReady(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster)) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "x"));
      team.apply("owner", NPM);
      team.awaitReady("owner");
      var refused = stage.newTeam().withCredential("wrong");
      refused.secret("npm", Map.of("token", "x"));
      refused.apply("one", NPM);
      refused.awaitReason("one", "AuthenticationFailed");
      team.apply("latecomer", NPM);
      team.awaitReason("latecomer", "TargetConflict");
      var waiting = stage.newTeam();
      waiting.apply("one", NPM);
      waiting.awaitReason("one", "SecretNotFound");
      var idle = stage.newTeam();
      idle.apply("one", "suspend: true\n" + NPM);
      idle.awaitReason("one", "Suspended");
      stage.stopOperator();
      var mark = cluster.audit().mark();

      stage.startOperator();
      var other = stage.newTeam();
      other.apply("fence", NPM);
      other.awaitReason("fence", "SecretNotFound");

      assertThat(cluster.audit().operatorCallsSince(mark).stream().filter(Call::isStatusWrite))
          .extracting(Call::name)
          .containsExactly("fence");
    }
  }
}
