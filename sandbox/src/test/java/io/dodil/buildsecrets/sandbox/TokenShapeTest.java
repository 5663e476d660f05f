package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TokenShapeTest {

  private static final UUID ID = new UUID(1, 2);

  private static Sandbox sandbox(TokenShape shape) {
    var acme = new Organization("acme", ID, List.of(new Client("build-bot", "s", shape)), false);
    return Sandbox.start(SandboxSettings.of(acme, new Organization("globex")));
  }

  private static DecodedJWT token(TokenShape shape) {
    try (var sandbox = sandbox(shape)) {
      return JWT.decode(sandbox.issueToken("build-bot"));
    }
  }

  @Test
  void isWhatKeycloakWrites() {
    var token = token(TokenShape.USUAL);

    assertThat(token.getAlgorithm()).isEqualTo("RS256");
    assertThat(token.getAudience()).containsExactly("account");
    assertThat(token.getClaim("azp").asString()).isEqualTo("build-bot");
    assertThat(token.getClaim("typ").asString()).isEqualTo("Bearer");
    assertThat(Duration.between(token.getIssuedAtAsInstant(), token.getExpiresAtAsInstant()))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(token.getClaim("organization").asMap())
        .isEqualTo(Map.of("acme", Map.of("id", ID.toString())));
  }

  @Test
  void isSignedWithThePublishedKey() throws IOException, GeneralSecurityException {
    try (var sandbox = sandbox(TokenShape.USUAL)) {
      var keys = Json.MAPPER.readTree(Dodil.of(sandbox).get(Jwks.PATH).body());
      var key = keys.path("keys").path(0);
      var spec =
          new RSAPublicKeySpec(number(key.path("n").asText()), number(key.path("e").asText()));
      var published = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);

      var verified =
          JWT.require(Algorithm.RSA256(published)).build().verify(sandbox.issueToken("build-bot"));

      assertThat(verified.getKeyId()).isEqualTo(key.path("kid").asText());
    }
  }

  private static BigInteger number(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }

  @Test
  void namesSeveralOrganizations() {
    var claim = token(TokenShape.USUAL.withAlsoIn("globex")).getClaim("organization");

    assertThat(claim.asMap()).containsOnlyKeys("acme", "globex");
  }

  @Test
  void namesOrganizationsAsAList() {
    var shape = TokenShape.USUAL.withClaim(Claim.ORGANIZATION_LIST).withAlsoIn("globex");

    var claim = token(shape).getClaim("organization");

    assertThat(claim.asList(String.class)).containsExactly("acme", "globex");
  }

  @Test
  void namesTheOrganizationByOtherClaims() {
    var byId = token(TokenShape.USUAL.withClaim(Claim.ORG_ID));
    var byName = token(TokenShape.USUAL.withClaim(Claim.ORG_NAME));
    var none = token(TokenShape.USUAL.withClaim(Claim.NONE));

    assertThat(byId.getClaim("org_id").asString()).isEqualTo(ID.toString());
    assertThat(byName.getClaim("org_name").asString()).isEqualTo("acme");
    assertThat(none.getClaims()).doesNotContainKeys("organization", "org_id", "org_name");
  }

  @Test
  void saysOfOrganizationsWhatItIsToldAndIsOfItsOwnAllTheSame() throws IOException {
    var claims = Map.<String, Object>of("organization", List.of("globex", Map.of()), "org_id", 7);
    try (var sandbox = sandbox(TokenShape.USUAL.withClaims(claims))) {
      var token = JWT.decode(sandbox.issueToken("build-bot"));

      Dodil.of(sandbox).save("build-bot", "{}");

      assertThat(token.getClaim("organization").asList(Object.class))
          .containsExactly("globex", Map.of());
      assertThat(token.getClaim("org_id").asInt()).isEqualTo(7);
      assertThat(sandbox.saves("acme")).hasSize(1);
    }
  }

  @Test
  void isOpaqueAndWorks() throws IOException {
    try (var sandbox = sandbox(TokenShape.USUAL.asOpaque())) {
      assertThat(sandbox.issueToken("build-bot")).doesNotContain(".");

      var answer = Dodil.of(sandbox).save("build-bot", "{}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(sandbox.saves("acme")).hasSize(1);
    }
  }

  @Test
  void livesAsLongAsTheClientIsConfigured() throws IOException {
    try (var sandbox = sandbox(TokenShape.USUAL.withLifetime(Duration.ofSeconds(7)))) {
      assertThat(Dodil.of(sandbox).token("build-bot", "s").body()).contains("\"expires_in\":7,");
    }
  }

  @Test
  void comesWithoutExpiresIn() throws IOException {
    try (var sandbox = sandbox(TokenShape.USUAL.omittingExpiresIn())) {
      assertThat(Dodil.of(sandbox).token("build-bot", "s").body())
          .contains("access_token")
          .doesNotContain("\"expires_in\"");
    }
  }
}
