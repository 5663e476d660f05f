package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

  @Test
  void refusesAKeyThatIsThereTwice() {
    assertThat(refusal("a: 1\nb: {c: 1,\n c: 2}\n")).isEqualTo("holds a key twice, see line 3");
    assertThat(refusal("1: a\n'1': b\n")).startsWith("is not YAML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: &x [1, 2]\nb: [*x]\n", "a: &x 1\nb: *x\n", "a: &x {}\n<<: *x\n"})
  void refusesAliasesSoThatTheyCanNeitherHideNorGrow(String text) {
    assertThat(refusal(text))
        .isEqualTo("holds a YAML alias, which must be written out, see line 2");
  }

  @Test
  void refusesAnAbsurdDepth() {
    assertThat(refusal("a: " + "[".repeat(100_000))).isEqualTo("is nested deeper than 16 levels");
    assertThat(refusal("{a: ".repeat(100_000))).isEqualTo("is nested deeper than 16 levels");
    assertThat(refusal("[".repeat(18) + "]".repeat(18)))
        .isEqualTo("is nested deeper than 16 levels");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(refusal("a: 1\n---\nb: 2\n")).startsWith("holds more than one YAML document");
  }

  @Test
  void saysWhereItIsNotYamlAndNotWhatIsThere() {
    assertThat(refusal("a: 1\nb: 'canary\n: ]"))
        .startsWith("is not YAML, see line ")
        .doesNotContain("canary");
    assertThat(refusal("a: canary\u0000")).startsWith("is not YAML").doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"010", "0x50", "1_000", "1e3", "1.5", "12:30:45", "2026-01-01", "yes"})
  void takesWhatIsNoNumberInJsonForAText(String text) {
    assertThat(YamlTree.parse(text).asText()).isEqualTo(text);
    assertThat(YamlTree.parse(text).isTextual()).isTrue();
  }

  private static String refusal(String text) {
    return YamlTree.refusal(catchRuntimeException(() -> YamlTree.parse(text)));
  }
}
