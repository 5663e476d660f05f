package io.dodil.buildsecrets.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestYamlTest {

  @Test
  void readsAnchorsAndMergeKeysAsKubectlDoes() throws CommandFailure {
    var documents =
        ManifestYaml.read("a: &a {name: x}\nb: *a\nc: {<<: *a, key: k}\n---\na: 1\n", "it");

    assertThat(documents.toString())
        .isEqualTo(
            "[{\"a\":{\"name\":\"x\"},\"b\":{\"name\":\"x\"},\"c\":{\"name\":\"x\",\"key\":\"k\"}},"
                + " {\"a\":1}]");
  }

  @Test
  void refusesAliasesThatStandForMillionsOfNodes() {
    var bomb = new StringBuilder("a0: &a0 {k: v}\n");
    IntStream.rangeClosed(1, 23)
        .forEach(i -> bomb.append("a%1$d: &a%1$d {x: *a%2$d, y: *a%2$d}\n".formatted(i, i - 1)));

    assertRefused(bomb.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a {b: *a}",
        "a: &a [*a]",
        "&a {b: {c: [1, *a]}}",
        "&a [[*a]]",
        "a: &a {<<: *a}",
        "a: &a {? *a : b}",
      })
  void refusesAnAnchorThatContainsItself(String yaml) {
    assertRefused(yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void refusesWhatIsNestedTooDeep(String open) {
    assertRefused(open.repeat(100_000));
  }

  private static void assertRefused(String yaml) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> ManifestYaml.read(yaml, "the file"))
        .satisfies(e -> assertThat(e.sentence()).startsWith("the file is not YAML"));
  }
}
