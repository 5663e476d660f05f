package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final URI URL = URI.create("https://id.test/token");

  private static final Target TARGET = new Target("https://api.example.com", "acme");

  private final Fingerprint.Key key = Fingerprint.Key.random();

  @Test
  void isTheSameForTheSameContent() {
    assertThat(save("acme", "token", "{}")).isEqualTo(save("acme", "token", "{}"));
    assertThat(save("acme", "token", "{}")).hasSameHashCodeAs(save("other", "t", "{1}"));
  }

  @Test
  void differsInTargetCredentialAndPayload() {
    var saved = save("acme", "token", "{}");

    assertThat(saved).isNotEqualTo(save("other", "token", "{}"));
    assertThat(saved).isNotEqualTo(save("acme", "token2", "{}"));
    assertThat(saved).isNotEqualTo(save("acme", "token", "{ }"));
    var elsewhere = new Target("https://api2.example.com", "acme");
    var credential = key.ofToken(Sensitive.of("token"));
    assertThat(saved).isNotEqualTo(key.ofSave(elsewhere, credential, Sensitive.of("{}")));
  }

  @Test
  void keepsPartsApart() {
    assertThat(key.ofAccount(URL, "", Sensitive.of("ab"), Sensitive.of("c")))
        .isNotEqualTo(key.ofAccount(URL, "", Sensitive.of("a"), Sensitive.of("bc")));
  }

  @Test
  void isOfAllThatATokenIsAskedWith() {
    var id = Sensitive.of("id");
    var secret = Sensitive.of("secret");
    var account = key.ofAccount(URL, "", id, secret);

    assertThat(account).isEqualTo(key.ofAccount(URL, "", id, secret));
    assertThat(account).isNotEqualTo(key.ofAccount(URL, "scope", id, secret));
    assertThat(account).isNotEqualTo(key.ofAccount(URI.create("https://o.test"), "", id, secret));
    assertThat(account).isNotEqualTo(key.ofAccount(URL, "", secret, secret));
    assertThat(account).isNotEqualTo(key.ofAccount(URL, "", id, id));
  }

  @Test
  void meansNothingToAnotherProcess() {
    var same = Sensitive.of("token");

    assertThat(key.ofToken(same)).isNotEqualTo(Fingerprint.Key.random().ofToken(same));
  }

  @Test
  void showsNothing() {
    assertThat(key.ofToken(Sensitive.of("token"))).hasToString("***");
  }

  private Fingerprint save(String organization, String token, String payload) {
    var credential = key.ofToken(Sensitive.of(token));
    var target = new Target(TARGET.apiUrl(), organization);
    return key.ofSave(target, credential, Sensitive.of(payload));
  }
}
