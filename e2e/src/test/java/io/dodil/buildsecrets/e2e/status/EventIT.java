package io.dodil.buildsecrets.e2e.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.AuditLog;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What `kubectl get events` tells.
@OperatorTest
class EventIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  EventIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void describeTellsTheStoryOfAResourceThatWentWrongAndWasMended(TestNamespace ns)
      throws Exception {

    ns.apply("one", NPM);
    ns.awaitReason("one", "SecretNotFound");
    ns.secret("npm", Map.of("tokn", "x"));
    ns.awaitReason("one", "SecretKeyNotFound");
    ns.secret("npm", Map.of("token", "x"));
    ns.awaitReady("one");
    awaitEvents(ns, 3);

    var description =
        Kubectl.of(fixture.cluster()).run("describe", "bsec", "one", "-n", ns.namespace());
    Golden.expect("describe-mended.txt", masked(description, ns));
  }

  @Test
  void tellsOnceOfAnOutageThatGoesOn(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(3)
                .organization(ns.organization()));

    ns.apply("one", NPM);
    ns.awaitReady("one");

    assertThat(awaitEvents(ns, 2)).containsExactly("ApiUnavailable", "FirstSave");
  }

  @Test
  void tellsThatAResourceWasSuspendedAndThatItsRequestWasIgnored() {
    var ns = saved();

    patch(ns, "{\"spec\":{\"suspend\":true}}");
    awaitEvents(ns, 2);
    patch(ns, "{\"metadata\":{\"annotations\":{\"ignite.dodil.io/sync-requested-at\":\"now\"}}}");
    awaitEvents(ns, 3);
    patch(ns, "{\"spec\":{\"suspend\":null}}");

    assertThat(awaitEvents(ns, 4))
        .containsExactly("FirstSave", "Suspended", "SyncRequestIgnored", "Resumed");
  }

  @Test
  void tellsTheNextOwnerAndWarnsThatAGroupIsGone() {
    var ns = saved();
    ns.apply("two", NPM);
    ns.awaitReason("two", "TargetConflict");
    ns.client().resources(BuildSecrets.class).inNamespace(ns.namespace()).withName("one").delete();
    ns.awaitReady("two");
    ns.secret("git", Map.of("username", "bot", "password", "p"));

    ns.apply("two", "gitCredentials: {secretRef: {name: git}}");

    assertThat(awaitEvents(ns, 6))
        .containsExactly(
            "FirstSave",
            "TargetConflict",
            "OwnershipAcquired",
            "FirstSave",
            "Saved",
            "GroupRemoved");
  }

  @Test
  void aResourceThatIsEditedInALoopLosesItsOwnEventsOnly(TestNamespace hostile) {
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

    assertThat(awaitEvents(other, 1)).containsExactly("FirstSave");
    assertThat(hostile.events()).hasSize(25);
  }

  @Test
  void needsNoRightButToPatch(TestNamespace ns) {
    var mark = fixture.cluster().audit().mark();
    ns.secret("npm", Map.of("token", "x"));

    ns.apply("one", NPM);
    ns.awaitReady("one");
    awaitEvents(ns, 1);

    assertThat(
            fixture.cluster().audit().operatorCallsSince(mark).stream()
                .filter(c -> c.resource().equals("events"))
                .map(AuditLog.Call::verb))
        .containsOnly("patch");
  }

  /// What is another one each time: who, when, where.
  private String masked(String description, TestNamespace ns) {
    return description
        .replace(fixture.sandbox().apiUrl(), "<api>")
        .replace(ns.organization(), "<organization>")
        .replaceAll(ns.namespace() + "\\b", "<namespace>")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "<time>")
        .replaceAll("(Resource Version: +)\\d+", "$1<version>")
        .replaceAll("(?m)^(  (?:Normal|Warning) +\\w+ +)(?:<?[0-9hms]+|<invalid>) +", "$1<age> ");
  }

  private TestNamespace saved() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");
    return ns;
  }

  private static void patch(TestNamespace ns, String json) {
    ns.client()
        .resources(BuildSecrets.class)
        .inNamespace(ns.namespace())
        .withName("one")
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /// Their reasons, the oldest first, when there are so many; more than that is spam.
  private static List<String> awaitEvents(TestNamespace ns, int count) {
    return await()
        .until(
            () -> ns.events().stream().map(Event::getReason).toList(),
            events -> events.size() >= count);
  }
}
