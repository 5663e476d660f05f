package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tokens by client credentials: how many are asked for, and when.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenIT {

  private Stage stage;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  private Trial saved(TokenFault token) {
    var trial = Trial.on(stage, "staging");
    plan(trial, PlannedFault.always(token));
    trial.apply("old");
    trial.awaitSaved(1);
    return trial;
  }

  private Trial saved() {
    var trial = Trial.on(stage, "staging");
    trial.apply("old");
    trial.awaitSaved(1);
    return trial;
  }

  private void plan(Trial trial, PlannedFault<TokenFault> fault) {
    stage.sandbox().faults().token(fault.organization(trial.team().organization()));
  }

  /// So that the account is good again, and its old tokens are not.
  private void revokeTokens(Trial trial) {
    stage.sandbox().revoke(trial.team().bot());
    stage.sandbox().rotate(trial.team().bot(), trial.team().botSecret());
  }

  @Test
  void oneIsEnoughForAHundredResourcesWithOneCredential() throws IOException {
    // nobody can read its tokens, and the endpoint takes them for every organization that is named
    var team = withCredentialOf("opaque");
    stage
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>once(new Fault.Delay(Duration.ofSeconds(2)))
                .organization("opaque"));
    stage.stopOperator();
    for (int i = 0; i < 100; i++) {
      new Team(team.client(), team.sandbox(), team.namespace(), "claimed-" + i, team.bot())
          .apply("r" + i, "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");
    }

    stage.startOperator(Tuning.with(Tuning::ifNamed));

    IntStream.range(0, 100).forEach(i -> team.awaitReady("r" + i));
    assertThat(team.saves()).hasSize(100);
    assertThat(stage.sandbox().tokenCalls().stream().filter(c -> c.client().equals(team.bot())))
        .hasSize(1);
  }

  private Team withCredentialOf(String organization) {
    var own = stage.newTeam();
    var team =
        new Team(own.client(), own.sandbox(), own.namespace(), organization, organization + "-bot");
    team.secret("npm", Map.of("token", "x"));
    return team.withCredential("client-secret-" + organization);
  }

  @Test
  void isRenewedBeforeItsTimeIsOver() {
    var life = Duration.ofSeconds(5);
    var trial = saved(new TokenFault.ShortLived(life));
    var renewal = Instant.now().plus(life.multipliedBy(4).dividedBy(5));
    await().until(() -> Instant.now().isAfter(renewal));

    trial.apply("new");

    trial.awaitSaved(2);
    assertThat(trial.tokenCalls()).isEqualTo(2);
    assertThat(trial.puts()).isEqualTo(2);
  }

  @Test
  void isUsedUntilItIsRefusedWhenItDoesNotSayHowLongItLives() {
    var trial = saved(new TokenFault.NoExpiresIn());
    revokeTokens(trial);

    try (var story = Story.of(trial.team())) {
      trial.apply("new");
      trial.awaitSaved(2);

      // refused, exchanged, read again and saved in one run
      assertThat(story.whenItEndedWell(2)).hasSize(1);
    }
    assertThat(trial.tokenCalls()).isEqualTo(2);
    assertThat(trial.puts()).isEqualTo(2);
    assertThat(trial.held()).isEqualTo(Trial.set("new"));
  }

  @Test
  void isFetchedByItselfWhenARevokedAccountIsGoodAgain() {
    var trial = saved();
    stage.sandbox().revoke(trial.team().bot());
    trial.apply("new");
    trial.team().awaitReason(Trial.NAME, "AuthenticationFailed");
    assertThat(trial.held()).isEqualTo(Trial.set("old"));

    stage.sandbox().rotate(trial.team().bot(), trial.team().botSecret());

    trial.awaitSaved(2);
  }

  @Test
  void isFetchedAnewForARotatedCredential() {
    var trial = saved();
    stage.sandbox().rotate(trial.team().bot(), "rotated");

    var secret =
        trial
            .team()
            .secret("dodil", Map.of("client-id", trial.team().bot(), "client-secret", "rotated"));

    trial.team().awaitSavedVersion(Trial.NAME, secret);
    assertThat(trial.tokenCalls()).isEqualTo(2);
    // the set is the same, and saved again: the new credential has to prove itself
    assertThat(trial.team().saves()).hasSize(2);
  }

  @Test
  void isNotFetchedForALabelOnItsSecret() {
    var trial = saved();

    trial.team().label("dodil", "yes");

    var labelled =
        trial.team().client().secrets().inNamespace(trial.team().namespace()).withName("dodil");
    trial.team().awaitSavedVersion(Trial.NAME, labelled.get());
    assertThat(trial.tokenCalls()).isEqualTo(1);
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void ofAnotherOrganizationSendsNothing() {
    var trial = saved();
    var other = stage.newTeam();

    trial
        .team()
        .secret("dodil", Map.of("client-id", other.bot(), "client-secret", other.botSecret()));

    trial.team().awaitReason(Trial.NAME, "OrganizationMismatch");
    assertThat(trial.team().condition(Trial.NAME, "Ready").message())
        .isEqualTo(
            "the credential belongs to organization \"%s\", not to \"%s\"; the set saved last stays in force"
                .formatted(other.organization(), trial.team().organization()));
    assertThat(other.saves()).isEmpty();
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void isExchangedOnceAMinuteWhenItsRightsDoNotSuffice() {
    var trial = saved();
    stage
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(403))
                .times(3)
                .organization(trial.team().organization()));

    trial.apply("new");

    trial.team().awaitReason(Trial.NAME, "PermissionDenied");
    trial.awaitSaved(2);
    assertThat(trial.puts()).isEqualTo(5);
    assertThat(trial.tokenCalls()).isEqualTo(2);
  }

  @Test
  void isExchangedWhenSomebodyForcesASync() {
    var trial = saved();

    trial.forceSync();

    trial.team().await(Trial.NAME, s -> s.lastHandledSyncRequest() != null);
    assertThat(trial.tokenCalls()).isEqualTo(2);
    assertThat(trial.team().saves()).hasSize(2);
    assertThat(Objects.requireNonNull(trial.team().status(Trial.NAME).lastSave()).generation())
        .isEqualTo(1);
  }
}
