package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TokenTest {

  private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void answersAsKeycloakDoes() throws IOException {
    var answer = dodil.token("build-bot", "fake-client-secret");

    var body = Json.MAPPER.readTree(answer.body());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(body.path("expires_in").asInt()).isEqualTo(300);
    assertThat(body.has("not-before-policy")).isTrue();
    assertThat(body.has("scope")).isTrue();
    assertThat(save(body.path("access_token").asText()).status()).isEqualTo(200);
  }

  private Dodil.Result save(String token) throws IOException {
    return dodil.call(dodil.saving(token, "{\"buildSecrets\":{\"A\":\"1\"}}").build());
  }

  @Test
  void takesTheClientFromTheHeader() throws IOException {
    var basic = Credentials.basic("build-bot", "fake-client-secret");

    var answer = dodil.call(dodil.asking(GRANT).header("Authorization", basic).build());

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void refusesAnUnknownClient() throws IOException {
    refuses(dodil.token("nobody", "x"), 401, "invalid_client");
    assertThat(sandbox.tokenCalls().getFirst().client()).isEmpty();
  }

  @Test
  void refusesAWrongSecret() throws IOException {
    refuses(dodil.token("build-bot", "x"), 401, "unauthorized_client");
  }

  @Test
  void refusesAClientWithoutSecret() throws IOException {
    refuses(dodil.token("build-bot", ""), 401, "unauthorized_client");
  }

  @Test
  void refusesAnotherGrant() throws IOException {
    refuses(dodil.token(Map.of("grant_type", "password")), 400, "unsupported_grant_type");
  }

  @Test
  void refusesNoGrant() throws IOException {
    refuses(dodil.token(Map.of()), 400, "invalid_request");
  }

  @Test
  void refusesAnUnknownScope() throws IOException {
    var form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "build-bot",
            "client_secret", "fake-client-secret",
            "scope", "openid everything");

    refuses(dodil.token(form), 400, "invalid_scope");
  }

  @Test
  void refusesAParameterThatComesTwice() throws IOException {
    var form = new FormBody.Builder().add("grant_type", "a").add("grant_type", "b").build();
    var request = new Request.Builder().url(sandbox.tokenUrl()).post(form).build();

    refuses(dodil.call(request), 400, "invalid_request");
  }

  @Test
  void refusesWhatIsNoForm() throws IOException {
    var body = RequestBody.create("{\"grant_type\":\"client_credentials\"}", Dodil.JSON);
    var request = new Request.Builder().url(sandbox.tokenUrl()).post(body).build();

    refuses(dodil.call(request), 415, "HTTP 415 Unsupported Media Type");
  }

  private void refuses(Dodil.Result answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":\"" + error + "\"");
    assertThat(sandbox.tokenCalls()).extracting(TokenCall::status).containsExactly(status);
  }

  @Test
  void refusesARevokedClient() throws IOException {
    sandbox.revoke("build-bot");

    refuses(dodil.token("build-bot", "fake-client-secret"), 401, "invalid_client");
    assertThatIllegalStateException().isThrownBy(() -> sandbox.issueToken("build-bot"));
  }

  @Test
  void takesTheNewSecretOnlyAfterARotation() throws IOException {
    sandbox.rotate("build-bot", "another-fake-secret");

    assertThat(dodil.token("build-bot", "fake-client-secret").status()).isEqualTo(401);
    assertThat(dodil.token("build-bot", "another-fake-secret").status()).isEqualTo(200);
    assertThat(sandbox.tokenCalls())
        .extracting(TokenCall::client)
        .containsExactly("build-bot", "build-bot");
  }

  @Test
  void rotationTakesARevokedClientBackButNotItsTokens() throws IOException {
    var old = sandbox.issueToken("build-bot");
    sandbox.revoke("build-bot");

    sandbox.rotate("build-bot", "another-fake-secret");

    assertThat(save(old).status()).isEqualTo(401);
    assertThat(dodil.token("build-bot", "another-fake-secret").status()).isEqualTo(200);
  }
}
