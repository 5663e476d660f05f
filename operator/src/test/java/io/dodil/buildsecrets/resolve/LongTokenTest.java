package io.dodil.buildsecrets.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Credential.StaticToken;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.testkit.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A token goes out as a header, on a connection that it shares with the calls of others.
class LongTokenTest {

  private static final int LONGEST = 16 * 1024;

  @Test
  void isTakenUpTo16KiB() throws Exception {
    assertThat(resolved("t".repeat(LONGEST) + "\r\n"))
        .isEqualTo(
            new CredentialResolution.Resolved(new StaticToken(Sensitive.of("t".repeat(LONGEST)))));
  }

  @Test
  void isAProblemWhenItIsLonger() throws Exception {
    assertThat(resolved("t".repeat(LONGEST + 1)))
        .isEqualTo(
            new CredentialResolution.Unresolved(
                List.of(new InvalidValue("dodil-token", "token", ValueFlaw.Plain.TOKEN_TOO_LONG))));
  }

  private static CredentialResolution resolved(String token) throws Exception {
    var given = Scenario.in(Path.of("src/test/resources/scenarios/credential/token-trimmed"));
    var secret =
        new SecretContent(
            "dodil-token", "uid", "1", "Opaque", Map.of(), Map.of("token", Sensitive.of(token)));
    return given.resolver().credential(given.spec().auth(), Map.of("dodil-token", secret));
  }
}
