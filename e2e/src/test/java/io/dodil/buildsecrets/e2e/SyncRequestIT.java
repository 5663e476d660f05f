package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The annotation `ignite.dodil.io/sync-requested-at`.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncRequestIT {

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
  void isAnsweredByASave() {
    var team = saved();

    team.requestSync("one", "2026-11-22T10:00:00Z");

    awaitAnswer(team, "one", "2026-11-22T10:00:00Z");
    assertThat(team.saves()).hasSize(2);
    assertThat(team.status("one").isTrue("Ready")).isTrue();
  }

  @Test
  void isAnsweredByAFailure() {
    var team = saved();
    fault(team, new Fault.Respond(503), 1);

    team.requestSync("one", "now");

    awaitAnswer(team, "one", "now");
    team.awaitReady("one");
    assertThat(stage.cluster().statuses().statuses(team, "one"))
        .extracting(s -> s.condition("Ready").orElseThrow().reason() + s.lastHandledSyncRequest())
        .containsExactly("Succeedednull", "ApiUnavailablenow", "Succeedednow");
  }

  @Test
  void isAnsweredAtOnceBySomebodyWhoIsSuspended() {
    var team = saved();
    team.patch("one", "{\"spec\":{\"suspend\":true}}");

    team.requestSync("one", "now");

    awaitAnswer(team, "one", "now");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void isAnsweredAtOnceBySomebodyWhoIsNotTheOwner() {
    var team = saved();
    team.apply("two", NPM);
    team.awaitReason("two", "TargetConflict");

    team.requestSync("two", "now");

    awaitAnswer(team, "two", "now");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void isNoneWhenItIsMalformed() {
    var team = saved();

    team.requestSync("one", "right now!");
    team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "fence")));

    assertThat(team.status("one").lastHandledSyncRequest()).isNull();
    assertThat(team.saves()).hasSize(2);
  }

  @Test
  void passesTheSlowRetryOfWhatWasRefused() {
    var team = withNpm();
    fault(team, new Fault.Respond(422), 1);
    team.apply("one", NPM);
    team.awaitReason("one", "PayloadRejected");

    team.requestSync("one", "now");

    // by itself it would try again in a minute
    team.awaitReady("one");
    assertThat(team.status("one").lastHandledSyncRequest()).isEqualTo("now");
  }

  @Test
  void neverPassesARetryAfter() {
    var team = withNpm();
    fault(team, new Fault.Respond(429).withHeader("Retry-After", "4"), 1);
    team.apply("one", NPM);
    team.awaitReason("one", "RateLimited");

    team.requestSync("one", "now");

    awaitAnswer(team, "one", "now");
    var calls =
        stage.sandbox().saveCalls().stream()
            .filter(c -> c.organization().equals(team.organization()))
            .map(c -> c.arrival().nanos())
            .toList();
    assertThat(calls).hasSize(2);
    assertThat(Duration.ofNanos(calls.getLast() - calls.getFirst()))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
  }

  private static void awaitAnswer(Team team, String name, String text) {
    team.await(name, s -> text.equals(s.lastHandledSyncRequest()));
  }

  private void fault(Team team, Fault fault, int times) {
    stage
        .sandbox()
        .faults()
        .save(PlannedFault.always(fault).times(times).organization(team.organization()));
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
