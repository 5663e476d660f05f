package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.EntryFlaw;
import java.nio.CharBuffer;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What kubelet makes of docker configs, case by case from pkg/credentialprovider of Kubernetes
/// 1.36: config_test.go (TestDockerConfigEntryJSONDecode, TestDecodeDockerConfigFieldAuth,
/// TestReadDockerConfigFileFromBytes) and, for spellings of keys, keyring_test.go (TestURLsMatch,
/// TestKeyringHitWithUnqualifiedDockerHub). Its globs (TestDockerKeyringForGlob) are keys like any
/// other here: who asks for a registry by name gets no login that was meant for many.
class DockerConfigsOfKubernetesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'username': 'foo', 'password': 'bar', 'email': 'foo@example.com'} | foo:bar",
        "{'auth': 'Zm9vOmJhcg==', 'email': 'foo@example.com'} | foo:bar",
        "{'username': 'foo', 'password': 'bar', 'auth': 'cGluZzpwb25n'} | ping:pong",
        "{'username': 'foo', 'password': 'bar', 'auth': ''} | foo:bar",
        "{'username': 'foo', 'password': 'bar', 'auth': null} | foo:bar",
        "{'auth': 'Zm9vOmJhcg'} | foo:bar",
        "{'auth': 'Zm9vOm\\nJhcg==\\n'} | foo:bar",
        "{'auth': 'Zm9vOmJhcjpiYXo='} | foo:bar:baz",
        "{'auth': 'Zm9vOmJhcgo='} | foo:bar",
      })
  void readsTheLoginOfAnEntry(String entry, String login) {
    assertThat(entry(entry.replace('\'', '"'))).isEqualTo(login);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'auth': 'pants'} | NOT_BASE64",
        "{'auth': 'cGFudHM='} | NO_COLON",
        "{'auth': 'WTJrdFltOTBPbVpoYTJVPQ=='} | ENCODED_TWICE",
        "{'auth': 'Zm9vOmJhcg== '} | NOT_BASE64",
        "{'auth': 7} | NOT_A_STRING",
        "{'email': false} | NOT_A_STRING",
        "[] | NOT_AN_OBJECT",
        "{'username': 'a', 'password': '\\ud800'} | NOT_UNICODE",
        "{'username': 'a', 'password': {'auth': 'Zm9vOmJhcg=='}} | NOT_A_STRING",
        "null | NO_LOGIN",
        "{} | NO_LOGIN",
        "{'auth': 'Zm9vOg=='} | NO_LOGIN",
        "{'auth': 'OmJhcg=='} | NO_LOGIN",
        "{'auth': 'Zm9vOg==', 'identitytoken': 'x'} | IDENTITY_TOKEN",
      })
  void findsNoLoginInAnEntry(String entry, EntryFlaw.Plain flaw) {
    assertThat(entry(entry.replace('\'', '"'))).isEqualTo(flaw.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"auths\":{\"r\":{\"auth\":\"eDp5\"}}",
        "{\"auths\":7}",
        "\"auths\"",
        "{\"auths\":{}}]",
        "\uFEFF{\"auths\":{}}",
        "{'auths':{}}",
        "{\"auths\":{},}",
      })
  void isNoDockerConfig(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io",
        "index.docker.io",
        "https://index.docker.io/v1/",
        "https://registry-1.docker.io/v2",
        "HTTP://Docker.IO/",
      })
  void knowsDockerHubByAnyName(String key) {
    assertThat(RegistryKey.normalized(key)).isEqualTo("docker.io");
  }

  @ParameterizedTest
  @CsvSource({
    "https://Registry.example.com/v2/, registry.example.com",
    "registry.example.com:5000/Team/, registry.example.com:5000/team",
    "registry.example.com/v1beta, registry.example.com/v1beta",
    "index.docker.io/team, docker.io/team",
    "my-docker.io, my-docker.io",
    "*.Kubelet.io, *.kubelet.io",
    "*.docker.io, *.docker.io",
    "https://, ''",
  })
  void comparesKeysWithoutSchemeVersionAndCase(String key, String normalized) {
    assertThat(RegistryKey.normalized(key)).isEqualTo(normalized);
  }

  @Test
  void readsDeepNestingWithoutBlowingUp() {
    var deep = "[".repeat(200_000);

    assertThat(parse("{\"x\":" + deep)).isEmpty();
    assertThat(parse("{\"auths\":{\"r\":{\"email\":" + deep)).isEmpty();
  }

  @Test
  void mergesWhatTwoFieldsOfOneNameHold() {
    var config =
        parse("{\"auths\":{\"a\":{\"auth\":\"eDp5\"}},\"AUTHS\":{\"b\":{}},\"auths\":null}");

    assertThat(config.orElseThrow().keys()).containsExactly("a", "b");
  }

  @Test
  void readsOnAfterNull() {
    var config = parse("{\"auths\":null,\"credHelpers\":{\"a\":\"b\"}}").orElseThrow();

    assertThat(config.keys()).isEmpty();
    assertThat(config.helpersOnly()).isTrue();
  }

  private static Optional<DockerConfig> parse(String text) {
    return DockerConfigParser.parse(CharBuffer.wrap(text.toCharArray()), false)
            instanceof DockerConfigParser.Parsed.Config(var config)
        ? Optional.of(config)
        : Optional.empty();
  }

  private static String entry(String entry) {
    var config = parse("{\"auths\":{\"r\":" + entry + "}}").orElseThrow();
    return switch (config.entry("r")) {
      case DockerEntry.Usable(var login) ->
          new String(Base64.getDecoder().decode(login.encoded().reveal()), UTF_8);
      case DockerEntry.Unusable(var flaw) -> flaw.toString();
    };
  }
}
