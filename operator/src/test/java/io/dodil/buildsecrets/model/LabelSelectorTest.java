package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b | a=b | true",
        "a==b | a=c | false",
        "a=b | '' | false",
        "a= | a= | true",
        "a= | '' | false",
        "a!=b | a=c | true",
        "a!=b | a=b | false",
        "a!=b | '' | true",
        "a | a=x | true",
        "a | b=x | false",
        "!a | b=x | true",
        "! a | a=x | false",
        "a in (b,c) | a=c | true",
        "a in (b, c) | a=d | false",
        "a in (b,c) | '' | false",
        "a notin (b,c) | a=b | false",
        "a notin (b,c) | a=d | true",
        "a notin (b,c) | '' | true",
        "a in (b,),c | a=;c=1 | true",
        "a=b,c!=d,e in (f,g),!h | a=b;e=g | true",
        "a=b,c!=d,e in (f,g),!h | a=b;e=g;h=1 | false",
        "a=b,c!=d,e in (f,g),!h | a=b;c=d;e=g | false",
        "example.com/team = x_y.z | example.com/team=x_y.z | true",
        "a=b | A=b | false",
      })
  void matchesAsKubernetesDoes(String selector, String labels, boolean matches) {
    assertThat(LabelSelector.parse(selector).orElseThrow().matches(labels(labels)))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "a=b,",
        "a=b=c",
        "a in b",
        "a in (b",
        "a in b)",
        "a b",
        "-a",
        "a=-",
        "a=b c",
        "a in (b c)",
        "!a=b",
        "a notin",
        "/a",
        "a/b/c",
        "a>1",
        "ä",
      })
  void refusesWhatIsNoSelector(String text) {
    assertThat(LabelSelector.parse(text)).isEmpty();
  }

  @Test
  void refusesNamesThatAreTooLong() {
    assertThat(LabelSelector.parse("a".repeat(63))).isPresent();
    assertThat(LabelSelector.parse("a".repeat(64))).isEmpty();
    assertThat(LabelSelector.parse("a=" + "b".repeat(64))).isEmpty();
  }

  private static Map<String, String> labels(String text) {
    return Arrays.stream(text.split(";"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", -1))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
