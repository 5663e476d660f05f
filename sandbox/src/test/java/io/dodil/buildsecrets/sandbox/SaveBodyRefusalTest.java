package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SaveBodyRefusalTest {

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void storesNothing() {
    assertThat(sandbox.saves()).isEmpty();
    sandbox.close();
  }

  private void refuses(Dodil.Result answer, int status, int code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"code\":" + code + ",\"message\":\"");
    assertThat(answer.body()).endsWith("\",\"details\":[]}").doesNotContain("fake-value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{} {}",
        "{\"secrets\": {}}",
        "{\"build_secrets\": {}}",
        "{\"buildSecrets\": \"fake-value\"}",
        "{\"buildSecrets\": {\"A\": 1}}",
        "{\"buildSecrets\": {\"A\": null}}",
        "{\"buildSecrets\": {\"A\": [\"fake-value\"]}}",
        "{\"buildSecrets\": {\"A\": \"fake-value\", \"A\": \"fake-value\"}}",
        "{\"registryCredentials\": {\"ghcr.io\": \"fake-value!\"}}",
        "{\"registryCredentials\": {\"ghcr.io\": \"bm9jb2xvbg==\"}}",
        "{\"gitCredentials\": {\"token\": \"fake-value\"}}",
      })
  void aBodyThatIsNoRequest(String json) throws IOException {
    refuses(dodil.save("build-bot", json), 400, 3);
  }

  @Test
  void aBodyThatIsNotUtf8() throws IOException {
    var body = "{\"buildSecrets\":{\"A\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1);
    var token = "Bearer " + sandbox.issueToken("build-bot");
    var request = dodil.saving(RequestBody.create(body, Dodil.JSON));

    refuses(dodil.call(request.header("Authorization", token).build()), 400, 3);
  }

  @Test
  void aBodyAboveFourMebibytes() throws IOException {
    var json = "{\"buildSecrets\":{\"A\":\"" + "a".repeat(4 << 20) + "\"}}";

    refuses(dodil.save("build-bot", json), 413, 8);
  }
}
