package io.dodil.buildsecrets.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensitiveTest {

  @Test
  void showsNothing() {
    var value = Sensitive.of("s3cret");

    assertThat(value).hasToString("***").isNotInstanceOf(Serializable.class);
    assertThat(new GitLogin(value, value).toString()).doesNotContain("s3cret");
    assertThat(Map.of("k", value).toString()).doesNotContain("s3cret");
  }

  @Test
  void isEqualByContentAndHashesToNothing() {
    assertThat(Sensitive.of("a")).isEqualTo(Sensitive.of("a".getBytes(UTF_8)));
    assertThat(Sensitive.of("a")).isNotEqualTo(Sensitive.of("b")).isNotEqualTo("a");
    assertThat(Sensitive.of("a")).hasSameHashCodeAs(Sensitive.of("b"));
  }

  @Test
  void keepsItsBytesToItself() {
    var given = new byte[] {1, 2};
    var value = Sensitive.of(given);
    given[0] = 9;
    value.reveal()[1] = 9;

    assertThat(value.reveal()).containsExactly(1, 2);
  }

  @Test
  void countsBytesNotCharacters() {
    assertThat(Sensitive.of("é").size()).isEqualTo(2);
    assertThat(Sensitive.of("").isEmpty()).isTrue();
    assertThat(Sensitive.of("x").isEmpty()).isFalse();
  }
}
