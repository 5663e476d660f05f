package io.dodil.buildsecrets.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenClaims.Organization;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import io.dodil.buildsecrets.testkit.Jwt;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"organization\":{\"acme\":{\"id\":\"7\"}}} | acme | 7",
        "{\"organization\":{\"acme\":{}}} | acme | -",
        "{\"organization\":{\"acme\":null}} | acme | -",
        "{\"organization\":[\"acme\"]} | acme | -",
        "{\"organization\":[\"acme\",\"acme\"]} | acme | -",
        "{\"organization\":\"acme\"} | acme | -",
        "{\"org_name\":\"acme\",\"org_id\":\"7\"} | acme | 7",
        "{\"org_name\":\"acme\",\"org_id\":7} | acme | 7",
        "{\"org_id\":\"7\"} | 7 | 7",
        "{\"organization\":{},\"org_name\":\"beta\"} | beta | -",
        "{\"organization\":[],\"org_name\":\"beta\"} | beta | -",
        "{\"organization\":\"\",\"org_name\":\"beta\"} | beta | -",
        "{\"organization\":null,\"org_name\":\"beta\"} | beta | -",
        "{\"organization\":{\"acme\":{\"id\":\"7\"}},\"org_name\":\"acme\",\"org_id\":\"7\"} | acme"
            + " | 7",
      })
  void namesOneOrganization(String claims, String name, @Nullable String id) {
    var read = TokenClaims.of(Jwt.of(claims));

    assertThat(read.organization())
        .isEqualTo(new Organization.Named(name, Optional.ofNullable(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"organization\":{\"acme\":{},\"other\":{}}}",
        "{\"organization\":[\"acme\",\"other\"]}",
        "{\"organization\":[\"acme\",{\"other\":{}}]}",
        "{\"organization\":[{\"acme\":{}}]}",
        "{\"organization\":[7],\"org_name\":\"acme\"}",
        "{\"organization\":true}",
        "{\"organization\":{\"\":{}}}",
        "{\"organization\":{\"acme\":{\"id\":[1]}}}",
        "{\"organization\":{\"acme\":{}},\"org_name\":\"other\"}",
        "{\"organization\":{\"acme\":{\"id\":\"7\"}},\"org_id\":\"8\"}",
        "{\"org_name\":[\"acme\"]}",
        "{\"org_name\":\"acme\",\"org_name\":\"other\"}",
        "{\"organization\":{\"acme\":{},\"acme\":{\"id\":\"7\"}}}",
      })
  void isAmbiguousWhenTheClaimsDoNotAgreeOnOne(String claims) {
    var read = TokenClaims.of(Jwt.of(claims));

    assertThat(read.organization()).isEqualTo(new Organization.Ambiguous());
    assertThat(read.refusal("acme", TRUSTING)).contains(new Failure.OrganizationAmbiguous());
  }

  @Test
  void oneThatNamesNoneIsRefusedUnlessTheSpecIsTrusted() {
    var read = TokenClaims.of(Sensitive.of("opaque"));

    assertThat(read.refusal("acme", rule(true, false, null)))
        .contains(new Failure.OrganizationUnnamed(false));
    assertThat(read.refusal("acme", rule(true, true, null)))
        .contains(new Failure.OrganizationUnnamed(true));
    assertThat(read.refusal("acme", TRUSTING)).isEmpty();
  }

  @Test
  void oneOfAnotherOrganizationIsRefusedWhateverIsTrusted() {
    var read = TokenClaims.of(Jwt.naming("other", 1));

    assertThat(read.refusal("acme", TRUSTING))
        .contains(new Failure.OrganizationMismatch(Optional.of("other")));
    assertThat(read.refusal("Other", TRUSTING))
        .as("names are case-sensitive")
        .contains(new Failure.OrganizationMismatch(Optional.of("other")));
  }

  @Test
  void aBindingWithAnIdAsksForThatId() {
    var named = TokenClaims.of(Jwt.of("{\"org_name\":\"acme\"}"));
    var known = TokenClaims.of(Jwt.of("{\"org_name\":\"acme\",\"org_id\":\"7\"}"));

    assertThat(named.refusal("acme", rule(true, true, "7")))
        .contains(new Failure.OrganizationIdMismatch());
    assertThat(known.refusal("acme", rule(true, true, "8")))
        .contains(new Failure.OrganizationIdMismatch());
    assertThat(known.refusal("acme", rule(true, true, "7"))).isEmpty();
    assertThat(known.refusal("acme", rule(true, true, null))).isEmpty();
  }

  private static final OrganizationRule TRUSTING = rule(false, false, null);

  private static OrganizationRule rule(boolean mustBeNamed, boolean bound, @Nullable String id) {
    return new OrganizationRule(mustBeNamed, bound, Optional.ofNullable(id));
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

    assertThat(read.organization()).isEqualTo(new Organization.Unnamed());
    assertThat(read.expiry()).isEmpty();
  }

  @Test
  void readsNothingFromATokenBeyondAllMeasure() {
    var huge = Jwt.of("{\"org_name\":\"acme\",\"x\":\"" + "x".repeat(16 * 1024) + "\"}");

    assertThat(TokenClaims.of(huge).organization()).isEqualTo(new Organization.Unnamed());
  }

  @Test
  void readsNothingFromADeeplyNestedToken() {
    var nested = Jwt.of("{\"organization\":" + "[".repeat(9_000) + "}");

    assertThat(TokenClaims.of(nested).organization()).isEqualTo(new Organization.Unnamed());
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
