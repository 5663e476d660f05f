package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SaveRefusalTest {

  private final Sandbox sandbox =
      Sandbox.start(
          SandboxSettings.of(
              new Organization(
                  "acme",
                  new Client("build-bot", "s"),
                  client("brief", TokenShape.USUAL.withLifetime(Duration.ZERO)),
                  client("both", TokenShape.USUAL.withAlsoIn("globex"))),
              new Organization("globex", new Client("globex-bot", "s")).asForbidden()));
  private final Dodil dodil = Dodil.of(sandbox);

  private static Client client(String id, TokenShape shape) {
    return new Client(id, "s", shape);
  }

  @AfterEach
  void storesNothing() {
    assertThat(sandbox.saves()).isEmpty();
    sandbox.close();
  }

  private void refuses(Dodil.Result answer, int status, int code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body()).startsWith("{\"code\":" + code + ",\"message\":\"");
    assertThat(answer.body()).endsWith("\",\"details\":[]}").doesNotContain("fake-value");
    assertThat(sandbox.saveCalls()).extracting(SaveCall::status).containsExactly(status);
  }

  @Test
  void withoutToken() throws IOException {
    refuses(dodil.call(dodil.saving(RequestBody.create("{}", Dodil.JSON)).build()), 401, 16);
  }

  @Test
  void withAnExpiredToken() throws IOException {
    refuses(dodil.save("brief", "{}"), 401, 16);
  }

  @Test
  void withATokenOfAnotherSandbox() throws IOException {
    try (var other = Sandbox.start(SandboxSettings.sample())) {
      refuses(dodil.call(dodil.saving(other.issueToken("build-bot"), "{}").build()), 401, 16);
    }
  }

  @Test
  void withATokenWhoseClaimsWereEdited() throws IOException {
    var parts = List.of(sandbox.issueToken("build-bot").split("\\.", -1));
    var edited = JWT.create().withIssuer(Issuer.NAME).sign(Algorithm.none()).split("\\.", -1)[1];
    var token = parts.get(0) + "." + edited + "." + parts.get(2);

    refuses(dodil.call(dodil.saving(token, "{}").build()), 401, 16);
  }

  @Test
  void withATokenThatNobodySigned() throws IOException {
    var id = JWT.decode(sandbox.issueToken("build-bot")).getId();
    var token = JWT.create().withIssuer(Issuer.NAME).withJWTId(id).sign(Algorithm.none());

    refuses(dodil.call(dodil.saving(token, "{}").build()), 401, 16);
  }

  @Test
  void whenTheClientIsRevoked() throws IOException {
    var token = sandbox.issueToken("build-bot");

    sandbox.revoke("build-bot");

    refuses(dodil.call(dodil.saving(token, "{}").build()), 401, 16);
  }

  @Test
  void anOrganizationThatMayNot() throws IOException {
    refuses(dodil.save("globex-bot", "{}"), 403, 7);
  }

  @Test
  void aTokenOfTwoOrganizations() throws IOException {
    refuses(dodil.save("both", "{}"), 403, 7);
  }

  @Test
  void anotherContentType() throws IOException {
    var body = RequestBody.create("{}", MediaType.get("text/plain"));
    var token = "Bearer " + sandbox.issueToken("build-bot");

    refuses(dodil.call(dodil.saving(body).header("Authorization", token).build()), 415, 3);
  }

  @Test
  void otherMethodsAndPaths() throws IOException {
    var delete = new Request.Builder().url(sandbox.apiUrl() + Dodil.SAVE).delete().build();

    assertThat(dodil.call(delete).status()).isEqualTo(501);
    assertThat(dodil.get(Dodil.SAVE).body()).startsWith("{\"code\":12,");
    assertThat(dodil.get(Dodil.SAVE + "/x").body()).startsWith("{\"code\":5,");
    assertThat(dodil.get("/realms/dodil/protocol/openid-connect/token").status()).isEqualTo(405);
  }
}
