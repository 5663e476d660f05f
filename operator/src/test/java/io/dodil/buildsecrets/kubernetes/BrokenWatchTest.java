package io.dodil.buildsecrets.kubernetes;

import static io.dodil.buildsecrets.kubernetes.ApiServer.RESOURCE_LIST;
import static io.dodil.buildsecrets.kubernetes.ApiServer.RESOURCE_WATCH;
import static io.dodil.buildsecrets.kubernetes.ApiServer.SECRET_LIST;
import static io.dodil.buildsecrets.kubernetes.ApiServer.SECRET_WATCH;
import static io.dodil.buildsecrets.kubernetes.ShellFixture.await;
import static io.dodil.buildsecrets.kubernetes.ShellFixture.resource;
import static io.dodil.buildsecrets.kubernetes.ShellFixture.secretYaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(ShellFixture.LOG)
@Timeout(60)
class BrokenWatchTest {

  private static final String ANOTHER = "suspend: false";

  @Test
  void noticesASecretThatChangedWhileItsWatchWasCut() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.secrets.cut();
      fixture.cluster.applyUnseen(secretYaml("npm", "two"));

      fixture.awaitSaved("acme", "npm");

      assertThat(fixture.puts()).isEqualTo(2);
      assertThat(fixture.cluster.count(SECRET_LIST))
          .as("the watch goes on where it was")
          .isEqualTo(1);
    }
  }

  @Test
  void listsSecretsAgainWhenTheirWatchIsGone() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.applyUnseen(secretYaml("npm", "two"));
      fixture.cluster.secrets.gone();

      fixture.awaitSaved("acme", "npm");

      assertThat(fixture.cluster.count(SECRET_LIST)).isEqualTo(2);
      assertThat(fixture.puts()).isEqualTo(2);
      fixture.fence("acme");
      assertThat(fixture.puts()).as("what did not change is not saved again").isEqualTo(3);
    }
  }

  @Test
  void noticesASecretThatWentWhileItsWatchWasGone() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.next(SECRET_WATCH, Answers.status(410));
      fixture.cluster.secrets.cut();
      fixture.cluster.secrets.delete("npm");
      fixture.cluster.secrets.compact();

      await().until(() -> reason(fixture).equals("SecretNotFound"));

      assertThat(fixture.puts()).isEqualTo(1);
    }
  }

  @Test
  void noticesAResourceThatChangedWhileItsWatchWasCut() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.resources.cut();
      fixture.cluster.applyUnseen(changed());

      await().until(() -> observedGeneration(fixture) == 2);

      assertThat(fixture.puts()).as("the same content needs no save").isEqualTo(1);
      assertThat(fixture.cluster.count(RESOURCE_LIST)).isEqualTo(1);
    }
  }

  @Test
  void listsResourcesAgainWhenTheirWatchIsGone() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.applyUnseen(changed());
      fixture.cluster.resources.gone();

      await().until(() -> observedGeneration(fixture) == 2);

      assertThat(fixture.cluster.count(RESOURCE_LIST)).isEqualTo(2);
      fixture.fence("acme");
      assertThat(fixture.puts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE_WATCH, SECRET_WATCH})
  void watchesAgainAlsoWhenThatFailsAtFirst(String watch) {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.next(watch, Answers.status(500), Answers.cut(), Answers.status(403));
      fixture.cluster.resources.cut();
      fixture.cluster.secrets.cut();
      fixture.cluster.applyUnseen(changed());
      fixture.cluster.applyUnseen(secretYaml("npm", "two"));

      await().until(() -> observedGeneration(fixture) == 2);

      fixture.awaitSaved("acme", "npm");
      assertThat(fixture.puts()).isEqualTo(2);
    }
  }

  /// Else a quiet watch would have to be listed anew each time it is cut after a compaction.
  @Test
  void goesOnAtTheLastBookmark() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.secrets.bookmark();
      fixture.cluster.resources.bookmark();
      fixture.cluster.secrets.compact();
      fixture.cluster.resources.compact();
      fixture.fence("acme");
      fixture.cluster.secrets.cut();
      fixture.cluster.resources.cut();
      fixture.cluster.applyUnseen(secretYaml("npm", "two"));

      fixture.awaitSaved("acme", "npm");

      assertThat(fixture.cluster.count(SECRET_LIST)).isEqualTo(1);
      assertThat(fixture.cluster.count(RESOURCE_LIST)).isEqualTo(1);
    }
  }

  private static String changed() {
    return resource("acme", ANOTHER).replace("{name: acme}", "{name: acme, generation: 2}");
  }

  private static long observedGeneration(ShellFixture fixture) {
    return fixture.cluster.resources.object("acme").at("/status/observedGeneration").asLong();
  }

  private static String reason(ShellFixture fixture) {
    for (var condition : fixture.cluster.resources.object("acme").at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("reason").asText();
      }
    }
    return "";
  }
}
