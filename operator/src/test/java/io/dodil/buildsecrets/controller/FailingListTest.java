package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.controller.ApiServer.RESOURCE_LIST;
import static io.dodil.buildsecrets.controller.ApiServer.SECRET_LIST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(ShellStage.LOG)
@Timeout(60)
class FailingListTest {

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE_LIST, SECRET_LIST})
  void startsWhenTheFirstListsFail(String list) {
    try (var stage = ShellStage.withAcme()) {
      var failure = Answers.status(500);
      stage.cluster.next(
          list, failure, failure, failure, failure, Answers.status(403), Answers.cut());

      stage.started();

      stage.awaitSaved("acme", "npm");
      assertThat(stage.puts()).isEqualTo(1);
    }
  }

  @Test
  void saysThatSecretsCanNotBeListed() {
    try (var stage = ShellStage.withAcme()) {
      stage.cluster.next(SECRET_LIST, Answers.status(403));

      stage.started();

      assertThat(stage.log())
          .anyMatch(
              l -> l.contains("WARN the watch of Secrets failed") && l.contains("answered 403"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE_LIST, SECRET_LIST})
  void takesAListOfNothingForAnEmptyOne(String list) {
    try (var stage = new ShellStage()) {
      stage.cluster.next(
          list, Answers.json("{\"metadata\": {\"resourceVersion\": \"100\"}, \"items\": null}"));
      stage.started();

      stage.team("acme");
      stage.secret("npm", "one");

      stage.awaitSaved("acme", "npm");
      assertThat(stage.puts()).isEqualTo(1);
    }
  }
}
