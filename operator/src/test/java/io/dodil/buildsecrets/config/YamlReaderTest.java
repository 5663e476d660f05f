package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

  @Test
  void reportsEachKeyThatIsThereTwice() {
    assertThat(faults("a: 1\nb: {c: 1, c: 2}\na: 2\n"))
        .containsExactly("b.c: is there twice", "a: is there twice");
  }

  @Test
  void refusesAliasesSoThatTheyCanNeitherHideNorGrow() {
    assertThat(faults("a: &x [1, 2]\nb: [*x, *x]\n"))
        .containsExactly(
            "b[0]: is a YAML alias; write the value out",
            "b[1]: is a YAML alias; write the value out");
  }

  @Test
  void refusesAnAbsurdDepth() {
    assertThat(faults("a: " + "[".repeat(100_000)))
        .hasSize(1)
        .first()
        .asString()
        .contains("nested");
    assertThat(faults("{a: ".repeat(100_000))).hasSize(1).first().asString().contains("nested");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(faults("a: 1\n---\nb: 2\n"))
        .containsExactly("the configuration file holds more than one YAML document");
  }

  @Test
  void saysWhereItIsNotYamlAndNotWhatIsThere() {
    assertThat(faults("a: 1\nb: 'canary\n: ]"))
        .hasSize(1)
        .allSatisfy(
            fault -> assertThat(fault).contains("is not YAML, see line").doesNotContain("canary"));
  }

  @Test
  void hidesAKeyThatLooksLikeAValue() {
    assertThat(faults("'https://me:canary@x': 1\n'https://me:canary@x': 2\n"))
        .containsExactly("?: is there twice");
  }

  private static List<String> faults(String text) {
    var faults = new Faults();
    var _ = YamlReader.read(text, faults);
    return faults.all().stream().map(Fault::toString).toList();
  }
}
