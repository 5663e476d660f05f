package io.dodil.buildsecrets.e2e.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A status that somebody else writes is put right, at no cost for the API.
@OperatorTest
class StatusRepairIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String NOT_READY =
      "[{\"op\":\"replace\",\"path\":\"/status/conditions/0/status\",\"value\":\"False\"}]";
  private static final Duration SECONDS = Duration.ofSeconds(15);

  private OperatorFixture fixture;
  private Kubectl kubectl;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
    kubectl = Kubectl.of(cluster);
  }

  private TestNamespace saved() {
    var ns = fixture.newNamespace();
    fixture.cluster().statuses().leaveAlone(ns.namespace());
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");
    return ns;
  }

  /// Writes as another field manager, and sees that it was written.
  private void forge(TestNamespace ns, String jsonPatch) {
    var before = ns.rawStatus("one");
    var after =
        kubectl.run(
            "patch",
            "bsec",
            "one",
            "-n",
            ns.namespace(),
            "--subresource=status",
            "--field-manager=somebody",
            "--type=json",
            "-o",
            "yaml",
            "-p",
            jsonPatch);
    assertThat(Yaml.object(after).path("status")).as("what was written").isNotEqualTo(before);
  }

  private static void awaitStatus(TestNamespace ns, JsonNode status) {
    await().atMost(SECONDS).untilAsserted(() -> assertThat(ns.rawStatus("one")).isEqualTo(status));
  }

  /// When the new value has been saved, all that was due before has been done.
  private static void assertSaved(TestNamespace ns, int times) {
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "fence")));
    assertThat(ns.saves()).hasSize(times + 1);
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
    var ns = saved();
    var status = ns.rawStatus("one");

    forge(ns, "[" + named(edit, ns) + "]");

    awaitStatus(ns, status);
    assertSaved(ns, 1);
  }

  private String named(String edit, TestNamespace ns) {
    return edit.replace("API", fixture.sandbox().apiUrl())
        .replace("ORGANIZATION", ns.organization());
  }

  /// As if a leader that is gone had written it.
  @Test
  void aCallThatMayStillBeAppliedIsTakenSeriously() {
    var ns = saved();
    var until = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);

    forge(
        ns,
        named(
            "[{\"op\":\"add\",\"path\":\"/status/inDoubtUntil\",\"value\":{\"time\":\"%s\",\"endpoint\":\"staging\",\"apiUrl\":\"API\",\"organization\":\"ORGANIZATION\"}}]"
                .formatted(until),
            ns));

    await().atMost(SECONDS).until(() -> !ns.rawStatus("one").has("inDoubtUntil"));
    assertThat(ns.saves()).hasSize(2);
    assertThat(ns.saves().getLast().arrival().time()).isAfterOrEqualTo(until);
    assertSaved(ns, 2);
  }

  @Test
  void aConditionOfAnotherTypeIsNobodysBusiness() {
    var ns = saved();
    var mark = fixture.cluster().audit().mark();
    forge(
        ns,
        """
        [{"op":"add","path":"/status/conditions/-","value":{"type":"Audited","status":"True",
          "reason":"Audited","message":"by somebody","observedGeneration":1,
          "lastTransitionTime":"2026-01-01T00:00:00Z"}}]
        """);
    assertSaved(ns, 1);
    assertThat(statusWrites(mark, ns)).as("of the rotation alone").isEqualTo(1);
    var status = ns.rawStatus("one");
    assertThat(types(status)).contains("Audited");

    forge(ns, NOT_READY);

    awaitStatus(ns, status);
  }

  private static List<String> types(JsonNode status) {
    return status.path("conditions").findValuesAsText("type");
  }

  /// At once, then after 1 s, 2 s, 4 s, 8 s.
  @Test
  void isPutRightMoreAndMoreSeldomWhenItGoesOnAndThatIsSaid() {
    var ns = saved();
    var status = ns.rawStatus("one");
    var mark = fixture.cluster().audit().mark();
    var begin = Instant.now();

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              goOnForging(ns);
              return warnings(ns) > 0;
            });
    assertThat(statusWrites(mark, ns)).isBetween(3L, 4L);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              goOnForging(ns);
              return Instant.now().isAfter(begin.plusSeconds(14));
            });

    assertThat(statusWrites(mark, ns)).isLessThanOrEqualTo(5);
    assertThat(warnings(ns)).isEqualTo(1);
    awaitStatus(ns, status);
    assertSaved(ns, 1);
  }

  private void goOnForging(TestNamespace ns) {
    if (ns.status("one").isTrue("Ready")) {
      forge(ns, NOT_READY);
    }
  }

  private static long warnings(TestNamespace ns) {
    return ns.events().stream().map(Event::getType).filter("Warning"::equals).count();
  }

  private long statusWrites(long mark, TestNamespace ns) {
    return fixture.cluster().audit().operatorCallsSince(mark).stream()
        .filter(call -> call.namespace().equals(ns.namespace()))
        .filter(Call::isStatusWrite)
        .count();
  }
}
