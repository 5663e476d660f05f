package io.dodil.buildsecrets.e2e.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.StatusHistory;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Tokens by client credentials: how many are asked for, and when.
@OperatorTest
class TokenIT {

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
  }

  private FullResource saved(TokenFault token) {
    var trial = FullResource.on(fixture, "staging");
    plan(trial, PlannedFault.always(token));
    trial.apply("old");
    trial.awaitSaved(1);
    return trial;
  }

  private FullResource saved() {
    var trial = FullResource.on(fixture, "staging");
    trial.apply("old");
    trial.awaitSaved(1);
    return trial;
  }

  private void plan(FullResource trial, PlannedFault<TokenFault> fault) {
    fixture.sandbox().faults().token(fault.organization(trial.ns().organization()));
  }

  /// So that the account is good again, and its old tokens are not.
  private void revokeTokens(FullResource trial) {
    fixture.sandbox().revoke(trial.ns().bot());
    fixture.sandbox().rotate(trial.ns().bot(), trial.ns().botSecret());
  }

  @Test
  void oneIsEnoughForAHundredResourcesWithOneCredential() throws IOException {
    // nobody can read its tokens, and the endpoint takes them for every organization that is named
    var ns = withCredentialOf("opaque");
    fixture
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>once(new Fault.Delay(Duration.ofSeconds(2)))
                .organization("opaque"));
    fixture.stopOperator();
    for (int i = 0; i < 100; i++) {
      new TestNamespace(ns.client(), ns.sandbox(), ns.namespace(), "claimed-" + i, ns.bot())
          .apply("r" + i, "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");
    }

    fixture.startOperator(SettingsOverrides.with(SettingsOverrides::ifNamed));

    IntStream.range(0, 100).forEach(i -> ns.awaitReady("r" + i));
    assertThat(ns.saves()).hasSize(100);
    assertThat(fixture.sandbox().tokenCalls().stream().filter(c -> c.client().equals(ns.bot())))
        .hasSize(1);
  }

  private TestNamespace withCredentialOf(String organization) {
    var own = fixture.newNamespace();
    var ns =
        new TestNamespace(
            own.client(), own.sandbox(), own.namespace(), organization, organization + "-bot");
    ns.secret("npm", Map.of("token", "x"));
    return ns.withCredential("client-secret-" + organization);
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

    try (var story = StatusHistory.of(trial.ns())) {
      trial.apply("new");
      trial.awaitSaved(2);

      // refused, exchanged, read again and saved in one run
      assertThat(story.whenItEndedWell(2)).hasSize(1);
    }
    assertThat(trial.tokenCalls()).isEqualTo(2);
    assertThat(trial.puts()).isEqualTo(2);
    assertThat(trial.held()).isEqualTo(FullResource.set("new"));
  }

  @Test
  void isFetchedByItselfWhenARevokedAccountIsGoodAgain() {
    var trial = saved();
    fixture.sandbox().revoke(trial.ns().bot());
    trial.apply("new");
    trial.ns().awaitReason(FullResource.NAME, "AuthenticationFailed");
    assertThat(trial.held()).isEqualTo(FullResource.set("old"));

    fixture.sandbox().rotate(trial.ns().bot(), trial.ns().botSecret());

    trial.awaitSaved(2);
  }

  @Test
  void isFetchedAnewForARotatedCredential() {
    var trial = saved();
    fixture.sandbox().rotate(trial.ns().bot(), "rotated");

    var secret =
        trial
            .ns()
            .secret("dodil", Map.of("client-id", trial.ns().bot(), "client-secret", "rotated"));

    trial.ns().awaitSavedVersion(FullResource.NAME, secret);
    assertThat(trial.tokenCalls()).isEqualTo(2);
    // the set is the same, and saved again: the new credential has to prove itself
    assertThat(trial.ns().saves()).hasSize(2);
  }

  @Test
  void isNotFetchedForALabelOnItsSecret() {
    var trial = saved();

    trial.ns().label("dodil", "yes");

    var labelled =
        trial.ns().client().secrets().inNamespace(trial.ns().namespace()).withName("dodil");
    trial.ns().awaitSavedVersion(FullResource.NAME, labelled.get());
    assertThat(trial.tokenCalls()).isEqualTo(1);
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void ofAnotherOrganizationSendsNothing() {
    var trial = saved();
    var other = fixture.newNamespace();

    trial
        .ns()
        .secret("dodil", Map.of("client-id", other.bot(), "client-secret", other.botSecret()));

    trial.ns().awaitReason(FullResource.NAME, "OrganizationMismatch");
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .isEqualTo(
            "the credential in Secret \"dodil\" belongs to organization \"%s\", not to \"%s\"; the set saved last stays in force"
                .formatted(other.organization(), trial.ns().organization()));
    assertThat(other.saves()).isEmpty();
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void isExchangedOnceAMinuteWhenItsRightsDoNotSuffice() {
    var trial = saved();
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(403))
                .times(3)
                .organization(trial.ns().organization()));

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "PermissionDenied");
    trial.awaitSaved(2);
    assertThat(trial.puts()).isEqualTo(5);
    assertThat(trial.tokenCalls()).isEqualTo(2);
  }

  @Test
  void isExchangedWhenSomebodyForcesASync() {
    var trial = saved();

    trial.forceSync();

    trial.ns().await(FullResource.NAME, s -> s.lastHandledSyncRequest() != null);
    assertThat(trial.tokenCalls()).isEqualTo(2);
    assertThat(trial.ns().saves()).hasSize(2);
    assertThat(Objects.requireNonNull(trial.ns().status(FullResource.NAME).lastSave()).generation())
        .isEqualTo(1);
  }
}
