package io.dodil.buildsecrets.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.Jwt;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"organization\":{\"acme\":{\"id\":\"7\"}}} | acme",
        "{\"organization\":{\"acme\":{},\"other\":{}}} | acme,other",
        "{\"organization\":[\"acme\"]} | acme",
        "{\"organization\":[\"acme\",\"other\",\"acme\"]} | acme,other",
        "{\"organization\":\"acme\"} | acme",
        "{\"org_name\":\"acme\",\"org_id\":\"7\"} | acme",
        "{\"org_id\":\"7\"} | 7",
        "{\"organization\":{\"acme\":{}},\"org_name\":\"other\"} | acme",
      })
  void namesTheOrganizations(String claims, String organizations) {
    var read = TokenClaims.of(Jwt.of(claims));

    assertThat(read.organizations()).isEqualTo(List.of(organizations.split(",")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "opaque",
        "a.b",
        "..",
        "a.b.c",
        "a.!.c",
        "a..c",
        "a.bnVsbA.c",
        "a.W10.c",
        "a.e30.c.d"
      })
  void readsNothingFromWhatIsNoToken(String text) {
    var read = TokenClaims.of(Sensitive.of(text));

    assertThat(read.organizations()).isEmpty();
    assertThat(read.expiry()).isEmpty();
  }

  @Test
  void readsNothingFromATokenBeyondAllMeasure() {
    var huge = Jwt.of("{\"org_name\":\"acme\",\"x\":\"" + "x".repeat(64 * 1024) + "\"}");

    assertThat(TokenClaims.of(huge).organizations()).isEmpty();
  }

  @Test
  void readsNothingFromADeeplyNestedToken() {
    var nested = Jwt.of("{\"organization\":" + "[".repeat(20_000) + "}");

    assertThat(TokenClaims.of(nested).organizations()).isEmpty();
  }

  @Test
  void knowsWhenItsTimeIsOver() {
    var read = TokenClaims.of(Jwt.of("{\"exp\":1763805600}"));

    assertThat(read.expiry()).contains(Instant.parse("2025-11-22T10:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "-1", "0", "1e300", "253402300800", "null", "{}"})
  void takesNoNonsenseForATime(String exp) {
    var read = TokenClaims.of(Jwt.of("{\"exp\":" + exp + "}"));

    assertThat(read.expiry()).isEmpty();
  }

  @Test
  void neverThrows() {
    var random = new Random(42);
    var claims = "{\"organization\":{\"acme\":{\"id\":[1,2]}},\"org_name\":\"b\",\"exp\":17e8}";
    for (int i = 0; i < 20_000; i++) {
      var inside = mutated(claims.getBytes(UTF_8), random);
      var outside = mutated(Jwt.of(new String(inside, UTF_8)).reveal(), random);

      assertThat(TokenClaims.of(Sensitive.of(outside))).isNotNull();
      assertThat(TokenClaims.of(Jwt.of(new String(inside, UTF_8)))).isNotNull();
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    var mutant = bytes.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
    }
    return mutant;
  }
}
