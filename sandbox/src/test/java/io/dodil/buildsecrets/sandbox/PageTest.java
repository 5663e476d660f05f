package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {

  private static final String ALL =
      """
      {"registryCredentials": {"ghcr.io": "dTpmYWtlLXZhbHVl"},
       "gitCredentials": {"username": "fake-value-u", "password": "fake-value-p"},
       "buildSecrets": {"NPM_TOKEN": "fake-value-n"}}
      """;

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @BeforeEach
  void save() throws IOException {
    dodil.save("build-bot", ALL);
    dodil.token("build-bot", "fake-client-secret");
    // A secret in the wrong place must not be shown either.
    dodil.token("fake-client-secret", "fake-client-secret");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.js", "/page.css", "/admin/state", "/admin/faults"})
  void neverShowsAValue(String path) throws IOException {
    var shown = dodil.get(path);

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body())
        .doesNotContain("fake-value", "dTpmYWtlLXZhbHVl", "fake-client-secret", "eyJ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.js", "/page.css"})
  void loadsNothingFromElsewhere(String path) throws IOException {
    assertThat(dodil.get(path).body()).doesNotContain("//", "@import");
  }

  @Test
  void showsWhoHoldsWhat() throws IOException {
    var state = Json.MAPPER.readTree(dodil.get("/admin/state").body());

    var acme = state.path("organizations").path(0);
    assertThat(acme.path("name").asText()).isEqualTo("acme");
    assertThat(acme.path("holdings").toString())
        .isEqualTo(
            """
            {"buildSecrets":{"NPM_TOKEN":"***"},\
            "gitCredentials":{"password":"***","username":"***"},\
            "registryCredentials":{"ghcr.io":"***"}}\
            """);
    assertThat(state.path("saves").path(0).path("entries"))
        .extracting(entry -> entry.asText())
        .contains("buildSecrets/NPM_TOKEN");
    assertThat(state.path("tokenCalls")).hasSize(2);
  }

  @Test
  void printsNoValueWhenARecordIsPrinted() {
    assertThat(sandbox.saves() + " " + sandbox.holdings("acme") + SandboxSettings.sample())
        .doesNotContain("fake-value", "fake-client-secret");
  }
}
