package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost, 127.0.0.1 | 127.0.0.1 | true",
        "localhost,127.0.0.1, | LOCALHOST | true",
        "localhost 10.0.0.1 | 10.0.0.1 | true",
        "*.svc,127.0.0.1 | api.svc | true",
        "*.svc | svc | false",
        "*.svc | apisvc | false",
        ".svc | a.b.svc | true",
        ".svc | svc | false",
        "acme.dev | acme.dev | true",
        "acme.dev | api.acme.dev | true",
        "acme.dev | notacme.dev | false",
        "Acme.Dev. | acme.dev | true",
        "acme.dev | acme.dev. | true",
        "acme.dev:443 | acme.dev | true",
        "acme.dev:8443 | acme.dev | false",
        "10.96.0.0/12 | 10.111.255.1 | true",
        "10.96.0.0/12 | 10.112.0.1 | false",
        "0.0.0.0/0 | 8.8.8.8 | true",
        "10.0.0.1:443 | 10.0.0.1 | true",
        "10.0.0.1:80 | 10.0.0.1 | false",
        "10.0.0.0/8 | acme.dev | false",
        "fd00::/8 | [fd00::1] | true",
        "fd00::/8 | [fe80::1] | false",
        "fd00::/8 | 10.0.0.1 | false",
        "::1 | [0:0:0:0:0:0:0:1] | true",
        "[2001:db8::1] | [2001:db8::1] | true",
        "[2001:db8::1]:443 | [2001:db8::1] | true",
        "[2001:db8::1]:80 | [2001:db8::1] | false",
        "* | acme.dev | true",
        "my_host | my_host | true",
        "'' | acme.dev | false",
      })
  void knowsTheSpellingsThatPeopleUse(String text, String host, boolean included) {
    var parsed = NoProxy.parse(text);

    assertThat(parsed.unusable()).isEmpty();
    assertThat(parsed.hosts().includes(host, 443)).isEqualTo(included);
  }

  @Test
  void namesWhatCantBeUsedAndUsesTheRest() {
    var parsed =
        NoProxy.parse(
            "10.0.0.*,"
                + " 10.0.0.0/33,a|b,http://x,api-*.dev,10.1,[::1,fe80::/129,me:canary@host,ok.dev");

    assertThat(parsed.unusable())
        .containsExactly(
            "\"10.0.0.*\"",
            "\"10.0.0.0/33\"",
            "\"a|b\"",
            "\"http://x\"",
            "\"api-*.dev\"",
            "\"10.1\"",
            "\"[::1\"",
            "\"fe80::/129\"",
            "entry 9");
    assertThat(parsed.hosts().includes("ok.dev", 443)).isTrue();
  }
}
