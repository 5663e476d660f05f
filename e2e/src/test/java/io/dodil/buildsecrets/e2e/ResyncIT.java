package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What was saved is saved again from time to time, since nobody can read it.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResyncIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster, Tuning.with(t -> t.resyncInterval(Duration.ofSeconds(2))));
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void savesTheSameAgainAndAgain() {
    var team = saved();
    var first = Objects.requireNonNull(team.status("one").lastSave());

    team.awaitSaves(3);

    var later = team.await("one", s -> s.lastSave() != null && !first.equals(s.lastSave()));
    assertThat(Objects.requireNonNull(later.lastSave()).time()).isAfter(first.time());
    assertThat(stage.cluster().statuses().statuses(team, "one")).allMatch(s -> s.isTrue("Ready"));
  }

  @Test
  void saysNothingOfAnOutageThatOnlyAResyncMet() {
    var team = saved();
    fault(team, new Fault.Respond(503));

    await().atMost(Duration.ofSeconds(30)).until(() -> refused(team, 503) >= 3);

    assertThat(stage.cluster().statuses().statuses(team, "one"))
        .allMatch(s -> s.isTrue("Ready"))
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void saysThatAResyncIsRefused() {
    var team = saved();

    fault(team, new Fault.Respond(403));

    team.awaitReason("one", "PermissionDenied");
    assertThat(team.condition("one", "Ready").message())
        .endsWith("; the set saved last stays in force");
  }

  @Test
  void savesNothingWhileItIsSuspended() {
    var team = saved();
    var other = saved();
    team.patch("one", "{\"spec\":{\"suspend\":true}}");
    team.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
    int saves = team.saves().size();
    int others = other.saves().size();

    other.awaitSaves(others + 2);

    assertThat(team.saves()).hasSize(saves);
  }

  private long refused(Team team, int status) {
    return stage.sandbox().saveCalls().stream()
        .filter(c -> c.organization().equals(team.organization()) && c.status() == status)
        .count();
  }

  private void fault(Team team, Fault fault) {
    stage.sandbox().faults().save(PlannedFault.always(fault).organization(team.organization()));
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
