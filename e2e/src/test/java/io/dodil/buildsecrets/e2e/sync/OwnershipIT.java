package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ownership is proved by saving: a resource that only names an organization, and never could save
/// to it, keeps nobody from it.
@OperatorTest
class OwnershipIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;
  private Kubectl kubectl;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
    kubectl = Kubectl.of(cluster);
  }

  private TestNamespace withNpm() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }

  /// Whose resource is the older one, by whole seconds, as its creationTimestamp is.
  private static void letASecondPass(TestNamespace squatter, String name) {
    var created = squatter.resource(name).getMetadata().getCreationTimestamp();
    await().until(() -> Instant.now().isAfter(Instant.parse(created).plusSeconds(1)));
  }

  /// While somebody changes the squatter's spec all the time.
  private static void awaitReadyDespite(TestNamespace squatter, String name, TestNamespace ns) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              squatter.patch(
                  name,
                  "{\"spec\":{\"buildSecrets\":[{\"name\":\"A%d\",\"secretKeyRef\":{\"name\":\"npm\",\"key\":\"token\"}}]}}"
                      .formatted(System.nanoTime()));
              assertThat(ns.status("one").isTrue("Ready")).as(ns.status("one").toString()).isTrue();
            });
  }

  private void assertNoConflictSaid(TestNamespace ns, String name) {
    assertThat(fixture.cluster().statuses().statuses(ns, name))
        .flatExtracting(status -> status.conditions())
        .extracting(condition -> condition.reason())
        .doesNotContain("TargetConflict");
    assertThat(ns.events()).extracting(Event::getReason).doesNotContain("TargetConflict");
  }

  @Test
  void aResourceThatWaitsForASecretBlocksNobody() {
    var ns = withNpm();
    var squatter = ns.at(fixture.newNamespace().namespace());
    squatter.apply("squatter", NPM);
    squatter.awaitReason("squatter", "SecretNotFound");
    letASecondPass(squatter, "squatter");

    ns.apply("one", NPM);

    awaitReadyDespite(squatter, "squatter", ns);
    assertNoConflictSaid(ns, "one");
  }

  @Test
  void aTokenThatNamesNoOrganizationProvesNothing() {
    var ns = withNpm();
    var rival = withNpm();
    var squatter = ns.at(rival.namespace());
    fixture
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken())
                .organization(rival.organization()));
    squatter.apply("squatter", NPM);
    squatter.awaitReason("squatter", "OrganizationUnnamed");
    letASecondPass(squatter, "squatter");

    ns.apply("one", NPM);

    awaitReadyDespite(squatter, "squatter", ns);
    assertNoConflictSaid(ns, "one");
    assertThat(rival.saves()).isEmpty();
  }

  /// Each attempt of the squatters is one refused token call.
  @Test
  void aWorkingOwnerThatIsRecreatedSavesAfterOneAttemptOfOtherNamespacesAtMost() {
    var ns = withNpm();
    ns.apply("one", NPM);
    ns.awaitReady("one");
    var rival = withNpm().withCredential("wrong");
    var squatter = ns.at(rival.namespace());
    Stream.of("a", "b", "c").forEach(name -> squatter.apply(name, NPM));
    Stream.of("a", "b", "c").forEach(name -> squatter.awaitReason(name, "TargetConflict"));
    ns.leave();
    Stream.of("a", "b", "c").forEach(name -> squatter.awaitReason(name, "AuthenticationFailed"));
    letASecondPass(squatter, "c");

    var created = Instant.now();
    ns.apply("one", NPM);

    awaitReadyDespite(squatter, "a", ns);
    assertThat(attemptsSince(created, rival)).isLessThanOrEqualTo(1);
    assertNoConflictSaid(ns, "one");
    assertThat(ns.saves()).hasSize(2);
  }

  private long attemptsSince(Instant time, TestNamespace rival) {
    return fixture.sandbox().tokenCalls().stream()
        .filter(c -> c.client().equals(rival.bot()) && !c.arrival().time().isBefore(time))
        .count();
  }

  @Test
  void aForgedSaveDisplacesNobodyAndDoesNotLast() throws IOException {
    var ns = withNpm();
    ns.apply("one", NPM);
    ns.awaitReady("one");
    var rival = withNpm();
    var squatter = ns.at(rival.namespace());
    squatter.apply("squatter", NPM);
    squatter.awaitReason("squatter", "TargetConflict");
    fixture.cluster().statuses().leaveAlone(squatter.namespace());

    forge(squatter, ns);

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> !squatter.rawStatus("squatter").has("lastSave"));
    fixture.stopOperator();
    fixture.startOperator();
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "y")));
    squatter.awaitReason("squatter", "TargetConflict");
    assertNoConflictSaid(ns, "one");
    assertThat(rival.saves()).isEmpty();
  }

  /// The owner's last save, told of the squatter, and a second newer than any other.
  private void forge(TestNamespace squatter, TestNamespace owner) {
    var save = (ObjectNode) owner.rawStatus("one").path("lastSave");
    save.put("uid", squatter.resource("squatter").getMetadata().getUid());
    save.put("time", Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString());
    kubectl.run(
        "patch",
        "bsec",
        "squatter",
        "-n",
        squatter.namespace(),
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"lastSave\":%s}}".formatted(save));
  }

  @Test
  void nobodyIsInConflictBeforeSomebodyHasSaved() {
    var ns = withNpm();
    var other = ns.at(withNpm().namespace()).withCredential(ns.botSecret());
    fixture
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Respond(501)).organization(ns.organization()));

    ns.apply("one", NPM);
    other.apply("two", NPM);

    ns.awaitReason("one", "ApiUnavailable");
    other.awaitReason("two", "ApiUnavailable");
    assertNoConflictSaid(ns, "one");
    assertNoConflictSaid(other, "two");
    fixture.sandbox().faults().clear(ns.organization());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(Stream.of(ns.condition("one", "Ready"), other.condition("two", "Ready")))
                    .extracting(condition -> condition.reason())
                    .containsExactlyInAnyOrder("Succeeded", "TargetConflict"));
  }
}
