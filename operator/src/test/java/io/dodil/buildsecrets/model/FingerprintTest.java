package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

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
    var credential = key.ofCredential(Sensitive.of("token"));
    assertThat(saved).isNotEqualTo(key.ofSave(elsewhere, credential, Sensitive.of("{}")));
  }

  @Test
  void keepsPartsApart() {
    assertThat(key.ofCredential(Sensitive.of("ab"), Sensitive.of("c")))
        .isNotEqualTo(key.ofCredential(Sensitive.of("a"), Sensitive.of("bc")));
  }

  @Test
  void meansNothingToAnotherProcess() {
    var same = Sensitive.of("token");

    assertThat(key.ofCredential(same)).isNotEqualTo(Fingerprint.Key.random().ofCredential(same));
  }

  @Test
  void showsNothing() {
    assertThat(key.ofCredential(Sensitive.of("token"))).hasToString("***");
  }

  private Fingerprint save(String organization, String token, String payload) {
    var credential = key.ofCredential(Sensitive.of(token));
    var target = new Target(TARGET.apiUrl(), organization);
    return key.ofSave(target, credential, Sensitive.of(payload));
  }
}
