package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.AuditLog.Call;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A status that somebody else writes is put right, at no cost for the API.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusRepairIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String NOT_READY =
      "[{\"op\":\"replace\",\"path\":\"/status/conditions/0/status\",\"value\":\"False\"}]";
  private static final Duration SECONDS = Duration.ofSeconds(15);

  private Stage stage;
  private Kubectl kubectl;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
    kubectl = Kubectl.of(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  private Team saved() {
    var team = stage.newTeam();
    stage.cluster().statuses().leaveAlone(team.namespace());
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", NPM);
    team.awaitReady("one");
    return team;
  }

  /// Writes as another field manager, and sees that it was written.
  private void forge(Team team, String jsonPatch) {
    var before = team.rawStatus("one");
    var after =
        kubectl.run(
            "patch",
            "bsec",
            "one",
            "-n",
            team.namespace(),
            "--subresource=status",
            "--field-manager=somebody",
            "--type=json",
            "-o",
            "yaml",
            "-p",
            jsonPatch);
    assertThat(Yaml.object(after).path("status")).as("what was written").isNotEqualTo(before);
  }

  private static void awaitStatus(Team team, JsonNode status) {
    await()
        .atMost(SECONDS)
        .untilAsserted(() -> assertThat(team.rawStatus("one")).isEqualTo(status));
  }

  /// When the new value has been saved, all that was due before has been done.
  private static void assertSaved(Team team, int times) {
    team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "fence")));
    assertThat(team.saves()).hasSize(times + 1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Ready is flipped           | {"op":"replace","path":"/status/conditions/0/status","value":"False"}
          another reason             | {"op":"replace","path":"/status/conditions/2/reason","value":"Forged"}
          Reconciling is added       | {"op":"add","path":"/status/conditions/-","value":{"type":"Reconciling","status":"True","reason":"Progressing","message":"forged","observedGeneration":1,"lastTransitionTime":"2026-01-01T00:00:00Z"}}
          conditions are emptied     | {"op":"replace","path":"/status/conditions","value":[]}
          lastSave is removed        | {"op":"remove","path":"/status/lastSave"}
          another generation         | {"op":"replace","path":"/status/observedGeneration","value":7}
          progressingSince is added  | {"op":"add","path":"/status/progressingSince","value":"2026-01-01T00:00:00Z"}
          an old doubt is added      | {"op":"add","path":"/status/inDoubtUntil","value":{"time":"2026-01-01T00:00:00Z","endpoint":"staging","apiUrl":"API","organization":"ORGANIZATION"}}
          """)
  void isPutRightWithoutASave(String what, String edit) {
    var team = saved();
    var status = team.rawStatus("one");

    forge(team, "[" + named(edit, team) + "]");

    awaitStatus(team, status);
    assertSaved(team, 1);
  }

  private String named(String edit, Team team) {
    return edit.replace("API", stage.sandbox().apiUrl())
        .replace("ORGANIZATION", team.organization());
  }

  /// As if a leader that is gone had written it.
  @Test
  void aCallThatMayStillBeAppliedIsTakenSeriously() {
    var team = saved();
    var until = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);

    forge(
        team,
        named(
            "[{\"op\":\"add\",\"path\":\"/status/inDoubtUntil\",\"value\":{\"time\":\"%s\",\"endpoint\":\"staging\",\"apiUrl\":\"API\",\"organization\":\"ORGANIZATION\"}}]"
                .formatted(until),
            team));

    await().atMost(SECONDS).until(() -> !team.rawStatus("one").has("inDoubtUntil"));
    assertThat(team.saves()).hasSize(2);
    assertThat(team.saves().getLast().arrival().time()).isAfterOrEqualTo(until);
    assertSaved(team, 2);
  }

  @Test
  void aConditionOfAnotherTypeIsNobodysBusiness() {
    var team = saved();
    var mark = stage.cluster().audit().mark();
    forge(
        team,
        """
        [{"op":"add","path":"/status/conditions/-","value":{"type":"Audited","status":"True",
          "reason":"Audited","message":"by somebody","observedGeneration":1,
          "lastTransitionTime":"2026-01-01T00:00:00Z"}}]
        """);
    assertSaved(team, 1);
    assertThat(statusWrites(mark, team)).as("of the rotation alone").isEqualTo(1);
    var status = team.rawStatus("one");
    assertThat(types(status)).contains("Audited");

    forge(team, NOT_READY);

    awaitStatus(team, status);
  }

  private static List<String> types(JsonNode status) {
    return status.path("conditions").findValuesAsText("type");
  }

  /// At once, then after 1 s, 2 s, 4 s, 8 s.
  @Test
  void isPutRightMoreAndMoreSeldomWhenItGoesOnAndThatIsSaid() {
    var team = saved();
    var status = team.rawStatus("one");
    var mark = stage.cluster().audit().mark();
    var begin = Instant.now();

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              goOnForging(team);
              return warnings(team) > 0;
            });
    assertThat(statusWrites(mark, team)).isBetween(3L, 4L);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              goOnForging(team);
              return Instant.now().isAfter(begin.plusSeconds(14));
            });

    assertThat(statusWrites(mark, team)).isLessThanOrEqualTo(5);
    assertThat(warnings(team)).isEqualTo(1);
    awaitStatus(team, status);
    assertSaved(team, 1);
  }

  private void goOnForging(Team team) {
    if (team.status("one").isTrue("Ready")) {
      forge(team, NOT_READY);
    }
  }

  private static long warnings(Team team) {
    return team.events().stream().map(Event::getType).filter("Warning"::equals).count();
  }

  private long statusWrites(long mark, Team team) {
    return stage.cluster().audit().operatorCallsSince(mark).stream()
        .filter(call -> call.namespace().equals(team.namespace()))
        .filter(Call::isStatusWrite)
        .count();
  }
}
