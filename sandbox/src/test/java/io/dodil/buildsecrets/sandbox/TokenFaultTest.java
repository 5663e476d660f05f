package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TokenFaultTest {

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private JsonNode answer() throws IOException {
    return Json.MAPPER.readTree(dodil.token("build-bot", "fake-client-secret").body());
  }

  private String token() throws IOException {
    return answer().path("access_token").asText();
  }

  @Test
  void givesATokenOfAnotherOrganization() throws IOException {
    sandbox.faults().token(new TokenFault.ForeignOrganization("globex"));

    var token = token();

    assertThat(JWT.decode(token).getClaim("organization").asMap()).containsOnlyKeys("globex");
    dodil.call(dodil.saving(token, "{}").build());
    assertThat(sandbox.saves("globex")).hasSize(1);
  }

  @Test
  void givesATokenOfSeveralOrganizations() throws IOException {
    sandbox.faults().token(new TokenFault.SeveralOrganizations(List.of("globex")));

    var token = token();

    assertThat(JWT.decode(token).getClaim("organization").asMap())
        .containsOnlyKeys("acme", "globex");
    assertThat(dodil.call(dodil.saving(token, "{}").build()).status()).isEqualTo(403);
  }

  @Test
  void givesATokenThatSaysWhatItIsTold() throws IOException {
    sandbox.faults().token(new TokenFault.Claims(Map.of("org_name", "globex")));

    var token = token();

    assertThat(JWT.decode(token).getClaim("org_name").asString()).isEqualTo("globex");
    assertThat(JWT.decode(token).getClaims()).doesNotContainKey("organization");
    dodil.call(dodil.saving(token, "{}").build());
    assertThat(sandbox.saves("acme")).hasSize(1);
  }

  @Test
  void givesAnOpaqueToken() throws IOException {
    sandbox.faults().token(new TokenFault.OpaqueToken());

    var token = token();

    assertThat(token).isNotEmpty().doesNotContain(".");
    assertThat(dodil.call(dodil.saving(token, "{}").build()).status()).isEqualTo(200);
  }

  @Test
  void leavesExpiresInOut() throws IOException {
    sandbox.faults().token(new TokenFault.NoExpiresIn());

    assertThat(answer().has("expires_in")).isFalse();
  }

  @Test
  void givesATokenThatExpires() throws IOException {
    sandbox.faults().token(new TokenFault.ShortLived(Duration.ZERO));

    var answer = answer();

    assertThat(answer.path("expires_in").asInt(-1)).isZero();
    var token = answer.path("access_token").asText();
    assertThat(dodil.call(dodil.saving(token, "{}").build()).status()).isEqualTo(401);
  }

  @Test
  void stillRefusesAWrongSecret() throws IOException {
    sandbox.faults().token(new TokenFault.OpaqueToken());

    assertThat(dodil.token("build-bot", "x").status()).isEqualTo(401);
  }

  @Test
  void breaksAsTheSaveEndpointCan() {
    sandbox.faults().token(new Fault.ResetAfterBody());

    assertThatThrownBy(this::answer).isInstanceOf(IOException.class);
    assertThat(sandbox.tokenCalls())
        .extracting(TokenCall::fault)
        .containsExactly("reset-after-body");
  }

  @Test
  void echoesAsTheSaveEndpointCan() throws IOException {
    sandbox.faults().token(new Fault.Respond(500).echoing());

    assertThat(dodil.token("build-bot", "fake-client-secret").body())
        .contains("fake-client-secret");
  }
}
