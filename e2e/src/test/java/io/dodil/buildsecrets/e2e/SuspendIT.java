package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// `spec.suspend`: no call at all, and a status that says so when it may be stale.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuspendIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private static final String SUSPEND = "{\"spec\":{\"suspend\":true}}";
  private static final String RESUME = "{\"spec\":{\"suspend\":null}}";

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
  void makesNoCallBeforeTheFirstSave() {
    var team = withNpm();

    team.apply("one", "suspend: true\n" + NPM);

    team.awaitReason("one", "Suspended");
    GoldenStatus.expect("Suspended", team, "one");
    assertThat(calls(team)).isZero();
  }

  @Test
  void saysThatItIsStaleWhenASecretChangesMeanwhile() {
    var team = saved();
    team.patch("one", SUSPEND);
    var kept = team.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
    GoldenStatus.expect("Suspended-kept", team, "one");

    team.secret("npm", Map.of("token", "y"));

    assertThat(kept.isTrue("Ready")).isTrue();
    team.awaitReason("one", "Suspended");
    GoldenStatus.expect("Suspended-saved", team, "one");
    assertThat(team.saves()).hasSize(1);
  }

  @Test
  void sendsWhatChangedMeanwhileWhenItIsResumed() {
    var team = saved();
    team.patch("one", SUSPEND);
    team.secret("npm", Map.of("token", "y"));
    team.awaitReason("one", "Suspended");

    team.patch("one", RESUME);

    team.awaitReady("one");
    assertThat(team.saves()).hasSize(2);
    assertThat(team.saves().getLast().sent().buildSecrets()).containsEntry("NPM_TOKEN", "y");
  }

  @Test
  void sendsNothingOfAnEditThatComesWithIt() {
    var team = saved();

    team.apply("one", "suspend: true\n" + NPM.replace("NPM_TOKEN", "OTHER"));

    team.awaitReason("one", "Suspended");
    assertThat(team.saves()).hasSize(1);
    team.patch("one", RESUME);
    team.awaitReady("one");
    assertThat(team.saves().getLast().sent().buildSecrets()).containsOnlyKeys("OTHER");
  }

  @Test
  void sendsNothingWhenItIsResumedUnchanged() {
    var team = saved();
    long calls = calls(team);
    team.patch("one", SUSPEND);
    team.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));

    team.patch("one", RESUME);

    var status = team.await("one", s -> Long.valueOf(3).equals(s.observedGeneration()));
    assertThat(status.isTrue("Ready")).isTrue();
    assertThat(calls(team)).isEqualTo(calls);
  }

  @Test
  void endsTheRetriesOfAFailure() {
    var team = withNpm();
    stage
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Respond(503)).organization(team.organization()));
    team.apply("one", NPM);
    team.awaitReason("one", "ApiUnavailable");

    team.patch("one", SUSPEND);

    team.awaitReason("one", "Suspended");
    GoldenStatus.expect("Suspended-failing", team, "one");
    long calls = calls(team);
    team.patch("one", RESUME);
    team.awaitReason("one", "ApiUnavailable");
    assertThat(calls(team)).isEqualTo(calls + 1);
  }

  /// Of the organization, to either endpoint.
  private long calls(Team team) {
    var tokens = stage.sandbox().tokenCalls().stream();
    var saves = stage.sandbox().saveCalls().stream();
    return tokens.filter(c -> c.client().equals(team.bot())).count()
        + saves.filter(c -> c.organization().equals(team.organization())).count();
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
