package io.dodil.buildsecrets.kubernetes;

import static io.dodil.buildsecrets.kubernetes.ApiServer.STATUS_WRITE;
import static io.dodil.buildsecrets.kubernetes.ShellFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.testkit.Jwt;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// A resource is deleted and created again while its predecessor's save is under way.
class RecreateTest {

  @Test
  void nothingOfThePredecessorIsSaidOfItsSuccessor() throws InterruptedException {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.secret("other", "two");
      var saving = new CountDownLatch(1);
      var goOn = new CountDownLatch(1);
      fixture.dodil.meanwhile(() -> recreate(fixture, "acme", "other"));
      fixture.dodil.meanwhile(
          () -> {
            saving.countDown();
            waitFor(goOn);
          });
      fixture.dodil.answers(new SaveAnswer.Accepted());
      fixture.dodil.refuses(new Failure.PayloadRejected(422));
      fixture.started();

      saving.await();

      assertThat(status(fixture, "/status/conditions/0/status"))
          .as("nothing was accepted for the new one")
          .isNotEqualTo("True");
      goOn.countDown();
      await()
          .untilAsserted(
              () ->
                  assertThat(status(fixture, "/status/conditions/0/reason"))
                      .isEqualTo("PayloadRejected"));
      assertThat(status(fixture, "/status/lastSave/uid")).isEmpty();
    }
  }

  @Test
  void aLateStatusOfThePredecessorIsNotTheLastWord() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.dodil.meanwhile(
          () -> {
            recreate(fixture, "acme", "missing");
            fixture.cluster.next(STATUS_WRITE, Answers.hang());
          });
      fixture.started();

      await()
          .ignoreException(NullPointerException.class)
          .untilAsserted(
              () ->
                  assertThat(status(fixture, "/status/conditions/0/reason"))
                      .isEqualTo("SecretNotFound"));
    }
  }

  @Test
  void theSuccessorsRetryIsNotLost() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.secret("beta-auth", Jwt.text(Jwt.naming("beta", 1)));
      fixture.dodil.meanwhile(() -> recreate(fixture, "beta", "npm"));
      fixture.dodil.answers(new SaveAnswer.Accepted());
      fixture.dodil.answers(
          new SaveAnswer.NotAccepted(
              new Failure.ApiUnavailable(Optional.of(501)),
              SaveAnswer.Certainty.NOTHING_SAVED,
              Optional.empty()));
      fixture.started();

      // between the one and the other there is none
      await()
          .ignoreException(NullPointerException.class)
          .untilAsserted(
              () -> assertThat(status(fixture, "/status/lastSave/organization")).isEqualTo("beta"));
      assertThat(fixture.puts()).isEqualTo(3);
      assertThat(status(fixture, "/status/lastSave/uid")).isEqualTo("uid-recreated");
    }
  }

  private static void recreate(ShellFixture fixture, String organization, String secret) {
    fixture.cluster.resources.delete("acme");
    fixture.cluster.apply(
        """
        apiVersion: ignite.dodil.io/v1alpha1
        kind: BuildSecrets
        metadata: {name: acme, uid: uid-recreated}
        spec:
          endpoint: staging
          organization: %1$s
          auth: {token: {secretKeyRef: {name: %1$s-auth, key: token}}}
          buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: %2$s, key: token}}]
        """
            .formatted(organization, secret));
    // until the watch has shown it, and the reconciliation that follows has found the name busy
    fixture.awaitShown("uid-recreated");
  }

  /// Empty while there is no resource.
  private static String status(ShellFixture fixture, String pointer) {
    return fixture.cluster.resources.find("acme").map(r -> r.at(pointer).asText()).orElse("");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
