package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.dodil.buildsecrets.model.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  private static final String ENDPOINT = "endpoints: {staging: {apiUrl: %s}}";
  private static final String PROXY = ConfigurationFiles.MINIMAL + "calls: {proxy: {url: %s}}";
  private static final String NO_PROXY =
      ConfigurationFiles.MINIMAL + "calls: {proxy: {noProxy: %s}}";
  private static final String PAYLOAD = ConfigurationFiles.MINIMAL + "calls: {maxPayload: %s}";
  private static final String INTERVAL = ConfigurationFiles.MINIMAL + "resyncInterval: %s";
  private static final String SELECTOR = ConfigurationFiles.MINIMAL + "secretSelector: %s";
  private static final String ORGANIZATION =
      ConfigurationFiles.MINIMAL
          + "organizations: [{endpoint: staging, name: %s, namespaces: [ci]}]";

  @TempDir Path folder;
  ConfigurationFiles files;

  @BeforeEach
  void files() {
    files = new ConfigurationFiles(folder);
  }

  private Settings settings(String yaml, String value) throws IOException {
    return files.settings(yaml.formatted(quoted(value)));
  }

  private List<String> faults(String yaml, String value) throws IOException {
    return files.faults(yaml.formatted(quoted(value)));
  }

  private static String quoted(String value) {
    return TextNode.valueOf(value)
        .toString()
        .replace("\u007f", "\\u007f")
        .replace("\u009b", "\\u009b");
  }

  @ParameterizedTest
  @CsvSource({"30s,PT30S", "1h30m,PT1H30M", "24h,PT24H", "10m,PT10M", "1s500ms,PT1.5S", "0,PT0S"})
  void takesDurations(String text, Duration duration) throws IOException {
    assertThat(settings(INTERVAL, text).resyncInterval()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "30", "-5s", "1.5h", "30 s", "s", "1s1h", "1d", "8761h", "999ms", "٣s", "1e3s"
      })
  void refusesWhatIsNoDurationAndNamesTheBounds(String text) throws IOException {
    assertThat(faults(INTERVAL, text))
        .containsExactly(
            "resyncInterval: must be a duration such as 500ms, 30s or 1h30m, 0 or from 1s to"
                + " 8760h");
  }

  @ParameterizedTest
  @CsvSource({"1MiB,1048576", "512KiB,524288", "1048576,1048576", "64MiB,67108864", "1KiB,1024"})
  void takesSizes(String text, long bytes) throws IOException {
    assertThat(settings(PAYLOAD, text).calls().maxPayload()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1MB", "1mib", "-1", "0", "1023", "65MiB", "999999999GiB", "1 MiB"})
  void refusesWhatIsNoSize(String text) throws IOException {
    assertThat(faults(PAYLOAD, text))
        .containsExactly(
            "calls.maxPayload: must be a size such as 512KiB or 1048576, from 1KiB to 64MiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.dev.dodil.io",
        "https://api.dev.dodil.io:8443/a/b/",
        "https://api.dev.dodil.io/my%20realm/.well-known/a:b@c;d=e,f+g/v1.0",
        "HTTPS://API.DEV",
        "https://[2001:db8::1]/",
        "http://localhost:8080",
        "http://127.9.9.9",
        "http://[::1]:80"
      })
  void takesUrlsThatCredentialsMayGoTo(String text) throws IOException {
    assertThat(faults(ENDPOINT, text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.dev.dodil.io",
        "http://api.dev.dodil.io",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://1270.0.0.1",
        "https://me:canary@api.dev.dodil.io",
        "https://canary@api.dev.dodil.io",
        "https://api.dev.dodil.io?canary",
        "https://api.dev.dodil.io#canary",
        "https://api_dev/",
        "https://api.dev:0",
        "https://api.dev:65536",
        "https://api.dev/a/../b",
        "https://api.dev/a/.",
        "https://api.dev/%2e%2E/b",
        "https://api.dev/.%2E",
        "https://api.dev//b",
        "https://api.dev/%zz",
        "https://[fe80::1%25eth0]/",
        "https://[:::]/",
        "https:///path",
        "https://api.dev/canary\n",
        "mailto:canary"
      })
  void refusesOtherUrlsWithoutQuotingThem(String text) throws IOException {
    assertThat(faults(ENDPOINT, text))
        .singleElement()
        .asString()
        .startsWith("endpoints.staging.apiUrl: must be an https URL")
        .doesNotContain("canary");
  }

  @Test
  void refusesHostsThatAreLongerThanTheyCanBe() throws IOException {
    assertThat(faults(ENDPOINT, "https://" + "a".repeat(64))).hasSize(1);
    assertThat(faults(ENDPOINT, "https://" + "a.".repeat(127) + "de")).hasSize(1);
    assertThat(faults(ENDPOINT, "https://" + "a.".repeat(125) + "de")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://proxy", "http://proxy.acme.dev:3128/", "http://[::1]:3128"})
  void takesProxies(String text) throws IOException {
    assertThat(settings(PROXY, text).calls().proxy()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://proxy:3128/path", "https://proxy", "socks://x", "http://a:canary@p"})
  void refusesWhatIsNoProxy(String text) throws IOException {
    assertThat(faults(PROXY, text))
        .containsExactly(
            "calls.proxy.url: must be an http URL such as http://proxy.example.com:3128, without"
                + " user info and path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,10.0.0.0/99", "10.0.0.*", "http://x", "a;b", "api-*.dev"})
  void refusesWhatNoProxyCantMean(String text) throws IOException {
    assertThat(faults(NO_PROXY, text)).hasSize(1);
  }

  @Test
  void namesTheEntryThatNoProxyCantMean() throws IOException {
    assertThat(faults(NO_PROXY, "localhost, 10.0.0.*, *.svc"))
        .containsExactly(
            "calls.proxy.noProxy: \"10.0.0.*\" is no host name, .domain, *.domain, address, CIDR or"
                + " *");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b=c", "a in b", ",", "=b", "a in (b"})
  void refusesWhatIsNoSelector(String text) throws IOException {
    assertThat(faults(SELECTOR, text))
        .containsExactly(
            "secretSelector: must be a label selector such as app=web,tier in (a,b), at most 1024"
                + " characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Acme_1", "!~", "0f1e-2d3c"})
  void takesPrintableNames(String text) throws IOException {
    assertThat(settings(ORGANIZATION, text).organizations())
        .singleElement()
        .satisfies(binding -> assertThat(binding.name()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "acme\n",
        "\u001b[2J",
        "acme\u007f",
        "acme\u009b2J",
        "acme\u200b",
        "\u202eemca",
        "stra\u00dfe"
      })
  void refusesNamesThatCanBeTakenForOthersOrMoveATerminal(String text) throws IOException {
    assertThat(faults(ORGANIZATION, text))
        .containsExactly(
            "organizations[0].name: must be 1 to 253 printable ASCII characters without spaces");
  }

  @ParameterizedTest
  @CsvSource({"253,true", "254,false"})
  void refusesNamesOfMoreThan253Characters(int length, boolean good) throws IOException {
    assertThat(faults(ORGANIZATION, "a".repeat(length)).isEmpty()).isEqualTo(good);
  }

  /// The time that a pattern takes may grow much faster than the text, and so may its stack.
  @ParameterizedTest
  @ValueSource(strings = {ENDPOINT, PROXY, PAYLOAD, INTERVAL, SELECTOR, ORGANIZATION})
  void isSoonDoneWithALongText(String yaml) throws IOException {
    for (var part : List.of("a", "a,", "/a", "a.", "9", "a=", "(", " ")) {
      for (int length : List.of(1024, 2000, 100_000)) {
        var text = part.repeat(length / part.length());

        assertThat(faults(yaml, "https://a" + text + "\n")).hasSize(1);
        assertThat(faults(yaml, text + "\n")).hasSizeLessThan(2);
      }
    }
  }
}
