package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SaveTest {

  private static final String ALL =
      """
      {"registryCredentials": {"ghcr.io": "dTpw"},
       "gitCredentials": {"username": "u", "password": "fake-git-token"},
       "buildSecrets": {"NPM_TOKEN": "fake-npm-token"}}
      """;
  private static final String ARGS = "{\"buildSecrets\": {\"B\": \"2\"}}";

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void holdsWhatWasSaved() throws IOException {
    var answer = dodil.save("build-bot", ALL);

    assertThat(answer).isEqualTo(new Dodil.Result(200, "{\"success\":true}", "application/json"));
    var held = sandbox.holdings("acme");
    assertThat(held.registryCredentials()).isEqualTo(Map.of("ghcr.io", "dTpw"));
    assertThat(held.gitCredentials()).contains(new GitCredentials("u", "fake-git-token"));
    assertThat(held.buildSecrets()).isEqualTo(Map.of("NPM_TOKEN", "fake-npm-token"));
    assertThat(sandbox.holdings("globex").isEmpty()).isTrue();
  }

  @Test
  void replacesGroupsThatAreNotSent() throws IOException {
    dodil.save("build-bot", ALL);

    dodil.save("build-bot", ARGS);

    assertThat(sandbox.holdings("acme").names()).containsExactly("buildSecrets/B");
  }

  @Test
  void keepsGroupsThatAreNotSentWhenToldSo() throws IOException {
    try (var keeping =
        Sandbox.start(SandboxSettings.sample().withAbsentGroups(AbsentGroups.KEEP))) {
      Dodil.of(keeping).save("build-bot", ALL);

      Dodil.of(keeping).save("build-bot", ARGS);

      assertThat(keeping.holdings("acme").names())
          .containsExactly(
              "buildSecrets/B",
              "gitCredentials/password",
              "gitCredentials/username",
              "registryCredentials/ghcr.io");
    }
  }

  @Test
  void recordsWhoSavedWhat() throws IOException {
    var token = sandbox.issueToken("build-bot");
    var before = System.nanoTime();
    var told = new ArrayList<Save>();
    sandbox.onSave(told::add);

    dodil.call(
        dodil
            .saving(token, ARGS)
            .header("X-Request-Id", "r-1")
            .header("User-Agent", "a test")
            .build());

    assertThat(sandbox.saves("acme")).isEqualTo(told).isEqualTo(sandbox.saves()).hasSize(1);
    var save = told.getFirst();
    assertThat(save.arrival().nanos()).isBetween(before, System.nanoTime());
    assertThat(save.arrival().requestId()).isEqualTo("r-1");
    assertThat(save.arrival().userAgent()).isEqualTo("a test");
    assertThat(save.arrival().protocol()).isEqualTo("HTTP/2.0");
    assertThat(save.sent().names()).containsExactly("buildSecrets/B");
    assertThat(sandbox.saveCalls()).extracting(SaveCall::status).containsExactly(200);
  }

  @Test
  void forgetsWhenToldTo() throws IOException {
    dodil.save("build-bot", ARGS);

    sandbox.clear();

    assertThat(sandbox.holdings("acme").isEmpty()).isTrue();
    assertThat(sandbox.saves()).isEmpty();
    assertThat(sandbox.saveCalls()).isEmpty();
  }
}
