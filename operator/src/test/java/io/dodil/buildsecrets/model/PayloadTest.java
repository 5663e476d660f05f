package io.dodil.buildsecrets.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void writesKeysSortedAndGroupsInOrder() {
    var git = Optional.of(new GitLogin(Sensitive.of("bot"), Sensitive.of("pat")));
    var payload = new Payload(map("b.example.com", "a.example.com"), git, map("Z", "a", "A"));

    assertThat(json(payload))
        .isEqualTo(
            "{\"buildSecrets\":{\"A\":\"v\",\"Z\":\"v\",\"a\":\"v\"},"
                + "\"gitCredentials\":{\"password\":\"pat\",\"username\":\"bot\"},"
                + "\"registryCredentials\":{\"a.example.com\":\"v\",\"b.example.com\":\"v\"}}");
  }

  @Test
  void leavesAbsentGroupsOut() {
    assertThat(json(new Payload(map(), Optional.empty(), map("A"))))
        .isEqualTo("{\"buildSecrets\":{\"A\":\"v\"}}");
    assertThat(json(new Payload(map("r"), Optional.empty(), map())))
        .isEqualTo("{\"registryCredentials\":{\"r\":\"v\"}}");
    assertThat(json(new Payload(map(), Optional.empty(), map()))).isEqualTo("{}");
  }

  @Test
  void escapesWhatJsonHasToAndKeepsTheRest() {
    var values = map();
    values.put("A", Sensitive.of("\"\\\u0000\n\u007fé😀\u2028"));

    assertThat(json(new Payload(map(), Optional.empty(), values)))
        .isEqualTo("{\"buildSecrets\":{\"A\":\"\\\"\\\\\\u0000\\n\u007fé😀\u2028\"}}");
  }

  @Test
  void countsItsEntries() {
    var git = Optional.of(new GitLogin(Sensitive.of("u"), Sensitive.of("p")));
    var payload = new Payload(map("r"), git, map("A", "B"));

    assertThat(payload.counts()).isEqualTo(new Counts(1, 1, 2));
    assertThat(payload.isEmpty()).isFalse();
    assertThat(new Payload(map(), Optional.empty(), map()).isEmpty()).isTrue();
    assertThat(new Payload(map(), git, map()).isEmpty()).isFalse();
  }

  @Test
  void isNotPutTogetherWhenItIsTooLarge() {
    var values = map();
    values.put("A", Sensitive.of("\u0001".repeat(1000)));
    var payload = new Payload(map(), Optional.empty(), values);
    var size = "{\"buildSecrets\":{\"A\":\"\"}}".length() + 6 * 1000;

    assertThat(payload.canonicalJson(size).map(Sensitive::size)).contains(size);
    assertThat(payload.canonicalJson(size - 1)).isEmpty();
  }

  @Test
  void showsNoValue() {
    var values = map();
    values.put("A", Sensitive.of("s3cret"));
    var payload = new Payload(map(), Optional.empty(), values);

    assertThat(payload + " " + payload.canonicalJson(100)).doesNotContain("s3cret");
  }

  private static NavigableMap<String, Sensitive> map(String... keys) {
    var map = new TreeMap<String, Sensitive>();
    List.of(keys).forEach(key -> map.put(key, Sensitive.of("v")));
    return map;
  }

  private static String json(Payload payload) {
    return new String(payload.canonicalJson(1000).orElseThrow().reveal(), UTF_8);
  }
}
