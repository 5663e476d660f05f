package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.CallSettings.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEnvironmentTest {

  private static final CallSettings NONE = CallSettings.defaults();

  private static CallSettings with(Map<String, String> environment) {
    return ProxyEnvironment.of(environment).appliedTo(NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY,http://proxy.acme.dev:3128,proxy.acme.dev:3128",
    "https_proxy,HTTP://proxy.acme.dev:3128/,proxy.acme.dev:3128",
    "HTTPS_PROXY,proxy.acme.dev:3128,proxy.acme.dev:3128",
    "HTTPS_PROXY,' http://proxy.acme.dev',proxy.acme.dev:80",
    "ALL_PROXY,http://10.0.0.1:3128,10.0.0.1:3128",
    "HTTPS_PROXY,http://[fd00::1]:3128,[fd00::1]:3128"
  })
  void isUsedWhereTheConfigurationNamesNone(String name, String value, String proxy) {
    var used = with(Map.of(name, value)).proxyFor("api.dev", 443).orElseThrow();

    assertThat(used.url().getHost() + ":" + used.port()).isEqualTo(proxy);
    assertThat(used.source()).isEqualTo(new Proxy.Environment(name, Optional.empty()));
  }

  @Test
  void isNotUsedWhereNoProxySaysSo() {
    var calls =
        with(
            Map.of(
                "HTTPS_PROXY", "http://proxy:3128",
                "no_proxy", "localhost, 127.0.0.1,*.svc"));

    assertThat(calls.proxyFor("api.svc", 443)).isEmpty();
    assertThat(calls.proxyFor("api.dev", 443)).isPresent();
  }

  @Test
  void isNotUsedForTheHostsOfTheConfigurationEither() {
    var own = NONE.with(Optional.empty(), NoProxy.parse("*").hosts());

    var calls =
        ProxyEnvironment.of(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", "a"))
            .appliedTo(own);

    assertThat(calls.proxyFor("api.dev", 443)).isEmpty();
  }

  @Test
  void givesWayToTheConfiguration() {
    var own =
        NONE.with(
            Optional.of(
                new Proxy(URI.create("http://own:1"), new Proxy.Configured(Optional.empty()))),
            NoProxy.none());

    var calls =
        ProxyEnvironment.of(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", "*"))
            .appliedTo(own);

    assertThat(calls).isEqualTo(own);
  }

  @Test
  void keepsItsLoginApartFromTheUrl() {
    var proxy = with(Map.of("HTTPS_PROXY", "http://me:p%40ss@proxy:3128")).proxy().orElseThrow();

    assertThat(proxy.url()).isEqualTo(URI.create("http://proxy:3128"));
    assertThat(proxy.source())
        .isEqualTo(new Proxy.Environment("HTTPS_PROXY", Optional.of(Sensitive.of("me:p@ss"))));
    assertThat(proxy.toString()).doesNotContain("p@ss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy:3128",
        "socks5://proxy:1080",
        "http://me:p@canary@:x",
        "http://me:canary#1@proxy",
        "http://proxy:99999",
        "proxy canary"
      })
  void warnsOfWhatItCantUseWithoutQuotingIt(String value) {
    var environment = ProxyEnvironment.of(Map.of("HTTPS_PROXY", value));

    assertThat(environment.proxy()).isEmpty();
    assertThat(environment.warnings())
        .containsExactly(
            "HTTPS_PROXY can't be used: it must be a URL such as http://proxy.example.com:3128,"
                + " with special characters of user and password percent-encoded");
  }

  @Test
  void warnsOfEachEntryOfNoProxyThatItCantUse() {
    var environment =
        ProxyEnvironment.of(
            Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", "10.0.0.*,localhost"));

    assertThat(environment.warnings())
        .containsExactly(
            "NO_PROXY: \"10.0.0.*\" is no host name, .domain, *.domain, address, CIDR or *");
  }

  @Test
  void isSilentWhereNothingIsSet() {
    assertThat(ProxyEnvironment.of(Map.of("HTTPS_PROXY", " ")).warnings()).isEmpty();
    assertThat(with(Map.of())).isEqualTo(NONE);
  }
}
