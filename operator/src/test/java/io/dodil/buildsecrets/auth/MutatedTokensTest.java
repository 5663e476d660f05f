package io.dodil.buildsecrets.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.Mutation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever a token says: claims, soon, and none that are not there.
class MutatedTokensTest {

  private static final int RUNS = 5000;
  private static final List<String> CLAIMS =
      List.of(
          "{\"organization\":{\"acme\":{\"id\":\"1\"}},\"exp\":1800000000}",
          "{\"organization\":[\"acme\"],\"exp\":\"1800000000\"}",
          "{\"org_name\":\"acme\",\"org_id\":\"1\"}",
          "{\"sub\":\"robot\"}");

  @Test
  void mutatedClaimsAreReadOrNot() {
    var mutation = new Mutation(1);
    int named = 0;
    for (int run = 0; run < RUNS; run++) {
      var claims = mutation.of(CLAIMS);

      var read = read(Jwt.of(claims), claims);

      named += read.organization() instanceof TokenClaims.Organization.Named ? 1 : 0;
    }
    assertThat(named).as("some stay right").isPositive();
  }

  @Test
  void mutatedTokensAreReadOrNot() {
    var mutation = new Mutation(2);
    var tokens = CLAIMS.stream().map(Jwt::of).map(t -> new String(t.reveal(), UTF_8)).toList();
    int opaque = 0;
    for (int run = 0; run < RUNS; run++) {
      var token = mutation.of(tokens);

      var read = read(Sensitive.of(token), token);

      opaque += read.organization() instanceof TokenClaims.Organization.Unnamed ? 1 : 0;
    }
    assertThat(opaque).as("some can't be read").isPositive();
  }

  private static TokenClaims read(Sensitive token, String input) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> TokenClaims.of(token), () -> "hangs: " + input);
  }
}
