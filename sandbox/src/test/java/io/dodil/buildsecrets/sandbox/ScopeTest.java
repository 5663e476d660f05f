package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two APIs of one identity provider.
final class ScopeTest {

  private final Sandbox staging = Sandbox.start(SandboxSettings.sample());
  private final Sandbox prod = staging.api("save:prod");

  @AfterEach
  void stop() {
    prod.close();
    staging.close();
  }

  private String token(String scope) throws IOException {
    var form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "build-bot",
            "client_secret", "fake-client-secret",
            "scope", scope);
    var answer = Json.MAPPER.readTree(Dodil.of(staging).token(form).body());
    assertThat(List.of(answer.path("scope").asText().split(" ", -1)))
        .containsAll(List.of(scope.split(" ", -1)));
    return answer.path("access_token").asText();
  }

  private static Dodil.Result save(Sandbox api, String token) throws IOException {
    var dodil = Dodil.of(api);
    return dodil.call(dodil.saving(token, "{\"buildSecrets\":{\"A\":\"1\"}}").build());
  }

  @Test
  void isRequiredByTheApiThatAsksForIt() throws IOException {
    assertThat(save(prod, token("openid")).status()).isEqualTo(403);
    assertThat(save(prod, token("openid save:prod")).status()).isEqualTo(200);

    assertThat(prod.saves("acme")).hasSize(1);
    assertThat(staging.saves("acme")).isEmpty();
    assertThat(staging.holdings("acme")).isEqualTo(Holdings.NONE);
  }

  @Test
  void isRecordedWithEachCall() throws IOException {
    save(staging, token("save:prod"));
    save(staging, staging.issueToken("build-bot"));

    assertThat(staging.tokenCalls()).extracting(TokenCall::scope).containsExactly("save:prod");
    assertThat(staging.saveCalls()).extracting(SaveCall::scope).containsExactly("save:prod", "");
  }

  @Test
  void isNotRecordedWhenSomebodyMadeItUp() throws IOException {
    Dodil.of(staging).token(Map.of("grant_type", "client_credentials", "scope", "a-secret"));

    assertThat(staging.tokenCalls()).extracting(TokenCall::scope).containsExactly("");
  }
}
