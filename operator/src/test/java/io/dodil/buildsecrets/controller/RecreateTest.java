package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.controller.ApiServer.STATUS_WRITE;
import static io.dodil.buildsecrets.controller.ShellStage.await;
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
    try (var stage = ShellStage.withAcme()) {
      stage.secret("other", "two");
      var saving = new CountDownLatch(1);
      var goOn = new CountDownLatch(1);
      stage.dodil.meanwhile(() -> recreate(stage, "acme", "other"));
      stage.dodil.meanwhile(
          () -> {
            saving.countDown();
            waitFor(goOn);
          });
      stage.dodil.answers(new SaveAnswer.Accepted());
      stage.dodil.refuses(new Failure.PayloadRejected(422));
      stage.started();

      saving.await();

      assertThat(status(stage, "/status/conditions/0/status"))
          .as("nothing was accepted for the new one")
          .isNotEqualTo("True");
      goOn.countDown();
      await()
          .untilAsserted(
              () ->
                  assertThat(status(stage, "/status/conditions/0/reason"))
                      .isEqualTo("PayloadRejected"));
      assertThat(status(stage, "/status/lastSave/uid")).isEmpty();
    }
  }

  @Test
  void aLateStatusOfThePredecessorIsNotTheLastWord() {
    try (var stage = ShellStage.withAcme()) {
      stage.dodil.meanwhile(
          () -> {
            recreate(stage, "acme", "missing");
            stage.cluster.next(STATUS_WRITE, Answers.hang());
          });
      stage.started();

      await()
          .ignoreException(NullPointerException.class)
          .untilAsserted(
              () ->
                  assertThat(status(stage, "/status/conditions/0/reason"))
                      .isEqualTo("SecretNotFound"));
    }
  }

  @Test
  void theSuccessorsRetryIsNotLost() {
    try (var stage = ShellStage.withAcme()) {
      stage.secret("beta-auth", Jwt.text(Jwt.naming("beta", 1)));
      stage.dodil.meanwhile(() -> recreate(stage, "beta", "npm"));
      stage.dodil.answers(new SaveAnswer.Accepted());
      stage.dodil.answers(
          new SaveAnswer.NotAccepted(
              new Failure.ApiUnavailable(Optional.of(501)),
              SaveAnswer.Certainty.NOTHING_SAVED,
              Optional.empty()));
      stage.started();

      // between the one and the other there is none
      await()
          .ignoreException(NullPointerException.class)
          .untilAsserted(
              () -> assertThat(status(stage, "/status/lastSave/organization")).isEqualTo("beta"));
      assertThat(stage.puts()).isEqualTo(3);
      assertThat(status(stage, "/status/lastSave/uid")).isEqualTo("uid-recreated");
    }
  }

  private static void recreate(ShellStage stage, String organization, String secret) {
    stage.cluster.resources.delete("acme");
    stage.cluster.apply(
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
    // until the watch has shown it, and the run that follows has found the name busy
    stage.awaitShown("uid-recreated");
  }

  /// Empty while there is no resource.
  private static String status(ShellStage stage, String pointer) {
    return stage.cluster.resources.find("acme").map(r -> r.at(pointer).asText()).orElse("");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
