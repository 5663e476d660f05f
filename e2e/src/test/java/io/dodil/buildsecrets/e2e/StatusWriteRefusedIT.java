package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.AuditLog.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An operator that may do everything but say how it went, for a while.
@ExtendWith(SharedCluster.class)
class StatusWriteRefusedIT {

  private static final String USER = "operator-without-status";
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void remembersWhatWasAcceptedUntilItCanBeWritten(Cluster cluster) throws IOException {
    var rights = new Rights(cluster, USER);
    rights.grantOfStatuses("get");
    try (var stage = Stage.set(cluster, rights.config())) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "x"));
      var mark = cluster.audit().mark();

      team.apply("one", NPM);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(statusWrites(cluster, mark, team)).isGreaterThan(2));
      assertThat(team.saves()).hasSize(1);
      assertThat(team.status("one").conditions()).isEmpty();
      rights.grantOfStatuses("patch");

      team.awaitReady("one");
      assertThat(team.saves()).as("the write was repeated, not the save").hasSize(1);
      team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "y")));
      assertThat(team.saves()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"get, true", "patch, false"})
  void keepsTheLeaseAtAStopAsLongAsAStatusIsNotWritten(String verb, boolean keeps, Cluster cluster)
      throws IOException {
    var lease = "unwritten-" + verb;
    var rights = new Rights(cluster, USER);
    rights.grantOfStatuses(verb);
    try (var stage =
        Stage.set(cluster, Tuning.with(t -> t.leaderElection(lease)), rights.config())) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "x"));
      team.apply("one", NPM);
      team.awaitSaves(1);

      stage.stopOperator();

      assertThat(Replica.holder(cluster.admin(), lease)).matches(h -> h.isEmpty() != keeps);
    }
  }

  private static long statusWrites(Cluster cluster, long mark, Team team) {
    return cluster.audit().operatorCallsSince(mark).stream()
        .filter(c -> c.namespace().equals(team.namespace()))
        .filter(Call::isStatusWrite)
        .count();
  }
}
