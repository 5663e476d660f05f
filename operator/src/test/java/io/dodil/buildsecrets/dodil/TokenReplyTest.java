package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReplyTest {

  @ParameterizedTest
  @CsvSource({
    "300,PT5M",
    "'\"300\"',PT5M",
    "299.9,PT4M59S",
    "1,PT1S",
    "99999999999,P365D",
    "86400,P1D"
  })
  void readsALife(String expiresIn, Duration life) {
    assertThat(issued("{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}"))
        .contains(new TokenAnswer.Issued(Sensitive.of("t"), Optional.of(life)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "null", "\"soon\"", "{}", "true", "1e400", "\"\""})
  void takesANonsensicalLifeForAnUnknownOne(String expiresIn) {
    assertThat(issued("{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}"))
        .contains(new TokenAnswer.Issued(Sensitive.of("t"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Bearer\"", "\"bearer\"", "null"})
  void takesBearerTokens(String type) {
    assertThat(issued("{\"access_token\":\"t\",\"token_type\":" + type + "}")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}",
        "{\"access_token\":\"a b\"}",
        "{\"access_token\":\"a\\r\\nX-Evil: 1\"}",
        "{\"access_token\":\"\\u00e9\"}",
        "{\"access_token\":\"t\",\"token_type\":\"MAC\"}",
        "{\"access_token\":\"t\",\"token_type\":1}",
        "{\"access_token\":\"t\",\"access_token\":\"u\"}",
        "[\"access_token\"]",
        "access_token=t"
      })
  void issuesNothingThatCantBeSent(String body) {
    assertThat(issued(body)).isEmpty();
  }

  @Test
  void issuesNoTokenOfMoreThan16KiB() {
    assertThat(issued("{\"access_token\":\"" + "t".repeat(16 * 1024) + "\"}")).isPresent();
    assertThat(issued("{\"access_token\":\"" + "t".repeat(16 * 1024 + 1) + "\"}")).isEmpty();
  }

  @Test
  void formsAreEncodedByteByByte() {
    var form = new FormBody().with("a", "x y&z=+%\n").with("b", Sensitive.of("é~-_.*"));

    assertThat(new String(form.content().reveal(), java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("a=x%20y%26z%3D%2B%25%0A&b=%C3%A9%7E-_.*");
  }

  private static Optional<TokenAnswer> issued(String body) {
    return TokenReply.issued(Sensitive.of(body));
  }
}
