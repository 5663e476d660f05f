package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.config.Rule.Verdict.Bad;
import io.dodil.buildsecrets.config.Rule.Verdict.Good;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  @ParameterizedTest
  @CsvSource({"30s,PT30S", "1h30m,PT1H30M", "24h,PT24H", "10m,PT10M", "500ms,PT0.5S", "0,PT0S"})
  void takesDurations(String text, Duration duration) {
    assertThat(DurationRule.zeroOrBetween("1ms", "48h").check(text(text)))
        .isEqualTo(new Good<>(duration));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "-5s", "1.5h", "30 s", "s", "1s1h", "1d", "49h", "٣s", "1e3s"})
  void refusesWhatIsNoDurationAndNamesTheBounds(String text) {
    assertThat(DurationRule.zeroOrBetween("1ms", "48h").check(text(text)))
        .isEqualTo(
            new Bad<>("must be a duration such as 500ms, 30s or 1h30m, 0 or from 1ms to 48h"));
  }

  @ParameterizedTest
  @CsvSource({"1MiB,1048576", "512KiB,524288", "1048576,1048576"})
  void takesSizes(String text, long bytes) {
    assertThat(NumberRules.size("1KiB", "64MiB").check(text(text))).isEqualTo(new Good<>(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1MB", "1mib", "-1", "0", "1023", "65MiB", "999999999GiB", "1 MiB"})
  void refusesWhatIsNoSize(String text) {
    assertThat(NumberRules.size("1KiB", "64MiB").check(text(text))).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.dev.dodil.io",
        "https://api.dev.dodil.io:8443/a/b/",
        "HTTPS://API.DEV",
        "https://[2001:db8::1]/",
        "http://localhost:8080",
        "http://127.9.9.9",
        "http://[::1]:80"
      })
  void takesUrlsThatCredentialsMayGoTo(String text) {
    assertThat(UrlRules.https().check(text(text))).isInstanceOf(Good.class);
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
        "https://api.dev/%2e%2E/b",
        "https://api.dev//b",
        "https://[fe80::1%25eth0]/",
        "https:///path",
        "mailto:canary"
      })
  void refusesOtherUrlsWithoutQuotingThem(String text) {
    assertThat(UrlRules.https().check(text(text)))
        .isInstanceOf(Bad.class)
        .asString()
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://proxy:3128/path", "https://proxy", "socks://x", "http://a:canary@p"})
  void refusesWhatIsNoProxy(String text) {
    assertThat(UrlRules.proxy().check(text(text))).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,10.0.0.0/99", "10.0.0.*", "http://x", "a;b", "api-*.dev"})
  void refusesWhatNoProxyCantMean(String text) {
    assertThat(TextRules.noProxy().check(text(text))).isInstanceOf(Bad.class);
  }

  @Test
  void namesTheEntryThatNoProxyCantMean() {
    assertThat(TextRules.noProxy().check(text("localhost, 10.0.0.*, *.svc")))
        .isEqualTo(
            new Bad<>("\"10.0.0.*\" is no host name, .domain, *.domain, address, CIDR or *"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b=c", "a in b", ",", "=b", "a in (b"})
  void refusesWhatIsNoSelector(String text) {
    assertThat(TextRules.selector().check(text(text))).isInstanceOf(Bad.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Acme_1", "!~", "0f1e-2d3c"})
  void takesPrintableNames(String text) {
    assertThat(TextRules.printable().check(text(text))).isEqualTo(new Good<>(text));
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
  void refusesNamesThatCanBeTakenForOthersOrMoveATerminal(String text) {
    assertThat(TextRules.printable().check(text(text)))
        .isEqualTo(new Bad<>("must be 1 to 253 printable ASCII characters without spaces"));
  }

  @ParameterizedTest
  @CsvSource({"253,true", "254,false"})
  void refusesNamesOfMoreThan253Characters(int length, boolean good) {
    assertThat(TextRules.printable().check(text("a".repeat(length))) instanceof Good<?>)
        .isEqualTo(good);
  }

  private static Yaml.Scalar text(String text) {
    return new Yaml.Scalar(Yaml.Kind.TEXT, text);
  }
}
