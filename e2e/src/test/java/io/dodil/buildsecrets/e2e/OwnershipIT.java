package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ownership is proved by saving: a resource that only names an organization, and never could save
/// to it, keeps nobody from it.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

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

  private Team withNpm() {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "x"));
    return team;
  }

  /// Whose resource is the older one, by whole seconds, as its creationTimestamp is.
  private static void letASecondPass(Team squatter, String name) {
    var created = squatter.resource(name).getMetadata().getCreationTimestamp();
    await().until(() -> Instant.now().isAfter(Instant.parse(created).plusSeconds(1)));
  }

  /// While somebody changes the squatter's spec all the time.
  private static void awaitReadyDespite(Team squatter, String name, Team team) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              squatter.patch(
                  name,
                  "{\"spec\":{\"buildSecrets\":[{\"name\":\"A%d\",\"secretKeyRef\":{\"name\":\"npm\",\"key\":\"token\"}}]}}"
                      .formatted(System.nanoTime()));
              assertThat(team.status("one").isTrue("Ready"))
                  .as(team.status("one").toString())
                  .isTrue();
            });
  }

  private void assertNoConflictSaid(Team team, String name) {
    assertThat(stage.cluster().statuses().statuses(team, name))
        .flatExtracting(status -> status.conditions())
        .extracting(condition -> condition.reason())
        .doesNotContain("TargetConflict");
    assertThat(team.events()).extracting(Event::getReason).doesNotContain("TargetConflict");
  }

  @Test
  void aResourceThatWaitsForASecretBlocksNobody() {
    var team = withNpm();
    var squatter = team.at(stage.newTeam().namespace());
    squatter.apply("squatter", NPM);
    squatter.awaitReason("squatter", "SecretNotFound");
    letASecondPass(squatter, "squatter");

    team.apply("one", NPM);

    awaitReadyDespite(squatter, "squatter", team);
    assertNoConflictSaid(team, "one");
  }

  @Test
  void aTokenThatNamesNoOrganizationProvesNothing() {
    var team = withNpm();
    var rival = withNpm();
    var squatter = team.at(rival.namespace());
    stage
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken())
                .organization(rival.organization()));
    squatter.apply("squatter", NPM);
    squatter.awaitReason("squatter", "OrganizationUnnamed");
    letASecondPass(squatter, "squatter");

    team.apply("one", NPM);

    awaitReadyDespite(squatter, "squatter", team);
    assertNoConflictSaid(team, "one");
    assertThat(rival.saves()).isEmpty();
  }

  /// Each attempt of the squatters is one refused token call.
  @Test
  void aWorkingOwnerThatIsRecreatedSavesAfterOneAttemptOfOtherNamespacesAtMost() {
    var team = withNpm();
    team.apply("one", NPM);
    team.awaitReady("one");
    var rival = withNpm().withCredential("wrong");
    var squatter = team.at(rival.namespace());
    Stream.of("a", "b", "c").forEach(name -> squatter.apply(name, NPM));
    Stream.of("a", "b", "c").forEach(name -> squatter.awaitReason(name, "TargetConflict"));
    letASecondPass(squatter, "c");
    var attempts = attempts(rival);

    kubectl.call(team.yaml("one", NPM), "replace", "--force", "-f", "-").orThrow();

    awaitReadyDespite(squatter, "a", team);
    assertThat(attempts(rival) - attempts).isLessThanOrEqualTo(1);
    assertNoConflictSaid(team, "one");
    assertThat(team.saves()).hasSize(2);
  }

  private long attempts(Team rival) {
    return stage.sandbox().tokenCalls().stream()
        .filter(c -> c.client().equals(rival.bot()))
        .count();
  }

  @Test
  void aForgedSaveDisplacesNobodyAndDoesNotLast() throws IOException {
    var team = withNpm();
    team.apply("one", NPM);
    team.awaitReady("one");
    var rival = withNpm();
    var squatter = team.at(rival.namespace());
    squatter.apply("squatter", NPM);
    squatter.awaitReason("squatter", "TargetConflict");
    stage.cluster().statuses().leaveAlone(squatter.namespace());

    forge(squatter, team);

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> !squatter.rawStatus("squatter").has("lastSave"));
    stage.stopOperator();
    stage.startOperator();
    team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "y")));
    squatter.awaitReason("squatter", "TargetConflict");
    assertNoConflictSaid(team, "one");
    assertThat(rival.saves()).isEmpty();
  }

  /// The owner's last save, told of the squatter, and a second newer than any other.
  private void forge(Team squatter, Team owner) {
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
    var team = withNpm();
    var other = team.at(withNpm().namespace()).withCredential(team.botSecret());
    stage
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Respond(501)).organization(team.organization()));

    team.apply("one", NPM);
    other.apply("two", NPM);

    team.awaitReason("one", "ApiUnavailable");
    other.awaitReason("two", "ApiUnavailable");
    assertNoConflictSaid(team, "one");
    assertNoConflictSaid(other, "two");
    stage.sandbox().faults().clear(team.organization());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        Stream.of(team.condition("one", "Ready"), other.condition("two", "Ready")))
                    .extracting(condition -> condition.reason())
                    .containsExactlyInAnyOrder("Succeeded", "TargetConflict"));
  }
}
