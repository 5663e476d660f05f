package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.controller.ApiServer.RESOURCE_LIST;
import static io.dodil.buildsecrets.controller.ApiServer.RESOURCE_WATCH;
import static io.dodil.buildsecrets.controller.ApiServer.SECRET_LIST;
import static io.dodil.buildsecrets.controller.ApiServer.SECRET_WATCH;
import static io.dodil.buildsecrets.controller.ShellStage.await;
import static io.dodil.buildsecrets.controller.ShellStage.resource;
import static io.dodil.buildsecrets.controller.ShellStage.secretYaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(ShellStage.LOG)
@Timeout(60)
class BrokenWatchTest {

  private static final String ANOTHER = "suspend: false";

  @Test
  void noticesASecretThatChangedWhileItsWatchWasCut() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.secrets.cut();
      stage.cluster.applyUnseen(secretYaml("npm", "two"));

      stage.awaitSaved("acme", "npm");

      assertThat(stage.puts()).isEqualTo(2);
      assertThat(stage.cluster.count(SECRET_LIST))
          .as("the watch goes on where it was")
          .isEqualTo(1);
    }
  }

  @Test
  void listsSecretsAgainWhenTheirWatchIsGone() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.applyUnseen(secretYaml("npm", "two"));
      stage.cluster.secrets.gone();

      stage.awaitSaved("acme", "npm");

      assertThat(stage.cluster.count(SECRET_LIST)).isEqualTo(2);
      assertThat(stage.puts()).isEqualTo(2);
      stage.fence("acme");
      assertThat(stage.puts()).as("what did not change is not saved again").isEqualTo(3);
    }
  }

  @Test
  void noticesASecretThatWentWhileItsWatchWasGone() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.next(SECRET_WATCH, Answers.status(410));
      stage.cluster.secrets.cut();
      stage.cluster.secrets.delete("npm");
      stage.cluster.secrets.compact();

      await().until(() -> reason(stage).equals("SecretNotFound"));

      assertThat(stage.puts()).isEqualTo(1);
    }
  }

  @Test
  void noticesAResourceThatChangedWhileItsWatchWasCut() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.resources.cut();
      stage.cluster.applyUnseen(changed());

      await().until(() -> observedGeneration(stage) == 2);

      assertThat(stage.puts()).as("the same content needs no save").isEqualTo(1);
      assertThat(stage.cluster.count(RESOURCE_LIST)).isEqualTo(1);
    }
  }

  @Test
  void listsResourcesAgainWhenTheirWatchIsGone() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.applyUnseen(changed());
      stage.cluster.resources.gone();

      await().until(() -> observedGeneration(stage) == 2);

      assertThat(stage.cluster.count(RESOURCE_LIST)).isEqualTo(2);
      stage.fence("acme");
      assertThat(stage.puts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE_WATCH, SECRET_WATCH})
  void watchesAgainAlsoWhenThatFailsAtFirst(String watch) {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.next(watch, Answers.status(500), Answers.cut(), Answers.status(403));
      stage.cluster.resources.cut();
      stage.cluster.secrets.cut();
      stage.cluster.applyUnseen(changed());
      stage.cluster.applyUnseen(secretYaml("npm", "two"));

      await().until(() -> observedGeneration(stage) == 2);

      stage.awaitSaved("acme", "npm");
      assertThat(stage.puts()).isEqualTo(2);
    }
  }

  /// Else a quiet watch would have to be listed anew each time it is cut after a compaction.
  @Test
  void goesOnAtTheLastBookmark() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.secrets.bookmark();
      stage.cluster.resources.bookmark();
      stage.cluster.secrets.compact();
      stage.cluster.resources.compact();
      stage.fence("acme");
      stage.cluster.secrets.cut();
      stage.cluster.resources.cut();
      stage.cluster.applyUnseen(secretYaml("npm", "two"));

      stage.awaitSaved("acme", "npm");

      assertThat(stage.cluster.count(SECRET_LIST)).isEqualTo(1);
      assertThat(stage.cluster.count(RESOURCE_LIST)).isEqualTo(1);
    }
  }

  private static String changed() {
    return resource("acme", ANOTHER).replace("{name: acme}", "{name: acme, generation: 2}");
  }

  private static long observedGeneration(ShellStage stage) {
    return stage.cluster.resources.object("acme").at("/status/observedGeneration").asLong();
  }

  private static String reason(ShellStage stage) {
    for (var condition : stage.cluster.resources.object("acme").at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("reason").asText();
      }
    }
    return "";
  }
}
