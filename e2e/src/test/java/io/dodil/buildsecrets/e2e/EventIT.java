package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `kubectl get events` tells.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventIT {

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
  void describeTellsTheStoryOfAResourceThatWentWrongAndWasMended() throws Exception {
    var team = stage.newTeam();

    team.apply("one", NPM);
    team.awaitReason("one", "SecretNotFound");
    team.secret("npm", Map.of("tokn", "x"));
    team.awaitReason("one", "SecretKeyNotFound");
    team.secret("npm", Map.of("token", "x"));
    team.awaitReady("one");
    awaitEvents(team, 4);

    var description =
        Kubectl.of(stage.cluster()).run("describe", "bsec", "one", "-n", team.namespace());
    Golden.expect("describe-mended.txt", masked(description, team));
  }

  @Test
  void tellsOnceOfAnOutageThatGoesOn() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    stage
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(3)
                .organization(team.organization()));

    team.apply("one", NPM);
    team.awaitReady("one");

    assertThat(awaitEvents(team, 3)).containsExactly("ApiUnavailable", "Saved", "FirstSave");
  }

  @Test
  void tellsThatAResourceWasSuspendedAndThatItsRequestWasIgnored() {
    var team = saved();

    patch(team, "{\"spec\":{\"suspend\":true}}");
    awaitEvents(team, 3);
    patch(team, "{\"metadata\":{\"annotations\":{\"ignite.dodil.io/sync-requested-at\":\"now\"}}}");
    awaitEvents(team, 4);
    patch(team, "{\"spec\":{\"suspend\":null}}");

    assertThat(awaitEvents(team, 5))
        .containsExactly("Saved", "FirstSave", "Suspended", "SyncRequestIgnored", "Resumed");
  }

  @Test
  void tellsTheNextOwnerAndWarnsThatAGroupIsGone() {
    var team = saved();
    team.apply("two", NPM);
    team.awaitReason("two", "TargetConflict");
    team.client()
        .resources(BuildSecrets.class)
        .inNamespace(team.namespace())
        .withName("one")
        .delete();
    team.awaitReady("two");
    team.secret("git", Map.of("username", "bot", "password", "p"));

    team.apply("two", "gitCredentials: {secretRef: {name: git}}");

    assertThat(awaitEvents(team, 8))
        .containsExactly(
            "Saved",
            "FirstSave",
            "TargetConflict",
            "OwnershipAcquired",
            "Saved",
            "FirstSave",
            "Saved",
            "GroupRemoved");
  }

  @Test
  void aResourceThatIsEditedInALoopLosesItsOwnEventsOnly() {
    var hostile = stage.newTeam();
    hostile.apply("one", NPM);
    for (int i = 1; i <= 40; i++) {
      long edited =
          hostile
              .apply("one", NPM.replace("NPM_", "NPM%d_".formatted(i)))
              .getMetadata()
              .getGeneration();
      hostile.await("one", s -> Long.valueOf(edited).equals(s.observedGeneration()));
    }

    var other = saved();

    assertThat(awaitEvents(other, 2)).containsExactly("Saved", "FirstSave");
    assertThat(hostile.events()).hasSize(25);
  }

  @Test
  void needsNoRightButToPatch() {
    var team = stage.newTeam();
    var mark = stage.cluster().audit().mark();
    team.secret("npm", Map.of("token", "x"));

    team.apply("one", NPM);
    team.awaitReady("one");
    awaitEvents(team, 2);

    assertThat(
            stage.cluster().audit().operatorCallsSince(mark).stream()
                .filter(c -> c.resource().equals("events"))
                .map(AuditLog.Call::verb))
        .containsOnly("patch");
  }

  /// What is another one each time: who, when, where.
  private String masked(String description, Team team) {
    return description
        .replace(stage.sandbox().apiUrl(), "<api>")
        .replace(team.organization(), "<organization>")
        .replaceAll(team.namespace() + "\\b", "<namespace>")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "<time>")
        .replaceAll("(Resource Version: +)\\d+", "$1<version>")
        .replaceAll("(?m)^(  (?:Normal|Warning) +\\w+ +)(?:<?[0-9hms]+|<invalid>) +", "$1<age> ");
  }

  private Team saved() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    team.apply("one", NPM);
    team.awaitReady("one");
    return team;
  }

  private static void patch(Team team, String json) {
    team.client()
        .resources(BuildSecrets.class)
        .inNamespace(team.namespace())
        .withName("one")
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /// Their reasons, the oldest first, when there are so many; more than that is spam.
  private static List<String> awaitEvents(Team team, int count) {
    return await()
        .until(
            () -> team.events().stream().map(Event::getReason).toList(),
            events -> events.size() >= count);
  }
}
