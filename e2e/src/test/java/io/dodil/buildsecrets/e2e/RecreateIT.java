package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// `kubectl replace --force` while a save is under way: what becomes of that save is never said of
/// the new resource.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecreateIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String OTHER = NPM.replace("name: npm,", "name: other,");
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration SLOW = Duration.ofSeconds(3);

  static final List<Fault> SLOW_CALLS =
      List.of(new Fault.Delay(SLOW), new Fault.NeverAnswer(false));

  private Stage stage;
  private Kubectl kubectl;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster, Tuning.with(t -> t.callTimeout(TIMEOUT)));
    kubectl = Kubectl.of(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  /// Returns while its first save is under way.
  private Team saving(Fault fault) {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "old"));
    stage.sandbox().faults().save(PlannedFault.once(fault).organization(team.organization()));
    team.apply("one", NPM);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                stage.sandbox().faults().planned().save().stream()
                    .noneMatch(f -> team.organization().equals(f.organization())));
    return team;
  }

  private void replace(String yaml) {
    kubectl.call(yaml, "replace", "--force", "-f", "-").orThrow();
  }

  /// What a status says was saved, the resource of this uid saved itself, and it sent nothing that
  /// was not answered.
  private void assertNeverSpokeOfAnother(Team team) {
    var uid = team.resource("one").getMetadata().getUid();
    assertThat(stage.cluster().statuses().statuses(team, "one"))
        .filteredOn(status -> status.lastSave() != null)
        .isNotEmpty()
        .allSatisfy(
            status -> {
              var save = Objects.requireNonNull(status.lastSave());
              assertThat(save.uid()).isEqualTo(uid);
              assertThat(save.organization()).isEqualTo(team.organization());
            });
    assertThat(stage.cluster().statuses().statuses(team, "one"))
        .flatExtracting(status -> status.conditions())
        .extracting(condition -> condition.reason())
        .doesNotContain("OutcomeUnknown");
  }

  @Test
  void theNewOneIsReadyWhenItsOwnSetIsSaved() {
    var team = saving(new Fault.Delay(SLOW));
    var over = Instant.now().plus(TIMEOUT);

    replace(team.yaml("one", OTHER));

    await().until(() -> Instant.now().isAfter(over));
    team.awaitReason("one", "SecretNotFound");
    assertThat(stage.cluster().statuses().statuses(team, "one"))
        .noneMatch(status -> status.isTrue("Ready"));
    team.secret("other", Map.of("token", "new"));
    team.awaitReady("one");
    assertNeverSpokeOfAnother(team);
    assertThat(team.saves())
        .extracting(save -> save.sent().buildSecrets().get("NPM_TOKEN"))
        .containsExactly("old", "new");
  }

  @ParameterizedTest
  @FieldSource("SLOW_CALLS")
  void theNewOneSavesToAnotherOrganizationWhateverBecomesOfTheOldOnesCall(Fault fault) {
    var next = stage.newTeam();
    stage
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Respond(501)).organization(next.organization()));
    var old = saving(fault);
    var over = Instant.now().plus(TIMEOUT).plusSeconds(1);
    var team = next.at(old.namespace()).withCredential(next.botSecret());
    team.secret("other", Map.of("token", "new"));

    replace(team.yaml("one", OTHER));

    await().until(() -> Instant.now().isAfter(over));
    stage.sandbox().faults().clear(team.organization());
    team.awaitReady("one");
    assertNeverSpokeOfAnother(team);
    assertThat(team.saves())
        .extracting(save -> save.sent().buildSecrets())
        .containsExactly(Map.of("NPM_TOKEN", "new"));
  }
}
