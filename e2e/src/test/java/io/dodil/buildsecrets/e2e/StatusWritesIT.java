package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.AuditLog.Call;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A status is written once for what happened, and never for nothing.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusWritesIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void aRotationNeverFlapsReady() {
    var team = saved();

    team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "y")));
    team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "z")));

    assertThat(stage.cluster().statuses().statuses(team, "one"))
        .hasSize(3)
        .allMatch(s -> s.isTrue("Ready"));
  }

  @Test
  void labelsOfTheResourceAreNobodysBusiness() {
    var team = saved();
    var mark = stage.cluster().audit().mark();

    team.patch("one", "{\"metadata\":{\"labels\":{\"team\":\"a\"},\"annotations\":{\"b\":\"c\"}}}");
    team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "fence")));

    assertThat(operatorCalls(mark, team).stream().filter(Call::isStatusWrite)).hasSize(1);
    assertThat(operatorCalls(mark, team).stream().filter(Call::isSecretRead)).hasSize(1);
  }

  @Test
  void retriesOfAnOutageWriteOneStatus() {
    var team = withNpm();
    var mark = stage.cluster().audit().mark();
    stage
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(4)
                .organization(team.organization()));

    team.apply("one", NPM);

    team.awaitReady("one");
    assertThat(operatorCalls(mark, team).stream().filter(Call::isStatusWrite)).hasSize(2);
  }

  @Test
  void aNamesakeIsSavedAnew() {
    var team = saved();
    var old = team.resource("one");
    team.client().resource(old).delete();

    team.apply("one", NPM);

    var status = team.awaitReady("one");
    assertThat(team.saves()).hasSize(2);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(Objects.requireNonNull(status.lastSave()).uid())
        .isEqualTo(team.resource("one").getMetadata().getUid())
        .isNotEqualTo(old.getMetadata().getUid());
  }

  private List<Call> operatorCalls(long mark, Team team) {
    return stage.cluster().audit().operatorCallsSince(mark).stream()
        .filter(c -> c.namespace().equals(team.namespace()))
        .toList();
  }

  private Team withNpm() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }

  private Team saved() {
    var team = withNpm();
    team.apply("one", NPM);
    team.awaitReady("one");
    return team;
  }
}
