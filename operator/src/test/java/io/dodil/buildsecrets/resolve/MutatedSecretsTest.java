package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSource;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredential;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredentialsSource;
import io.dodil.buildsecrets.api.v1alpha1.SecretRef;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Docker configs and Secrets that a generator broke at random. A failure names its seed.
class MutatedSecretsTest {

  private static final int SEEDS = 20_000;
  private static final SecretRef REF = new SecretRef("s", null);
  private static final BuildSecretsSpec SPEC =
      new BuildSecretsSpec(
          "staging",
          "acme",
          new Auth(null, null),
          List.of(new RegistryCredential("registry.example.com", REF, null, null, null, null)),
          List.of(
              new RegistryCredentialsSource(REF, List.of()),
              new RegistryCredentialsSource(REF, List.of("docker.io"))),
          null,
          List.of(),
          List.of(new BuildSecretsSource(null, REF, List.of())),
          null);

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "null",
          "\\ud800",
          "\\u0000",
          "\uFEFF",
          "é",
          "1e999",
          "\"auth\":",
          "\"auths\":{",
          "\"username\":\"a\",",
          "\"\":{},",
          "\"credsStore\":\"x\",");

  @Test
  void neverThrowsAndNeverShowsWhatASecretHolds() {
    int resolved = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = new SplittableRandom(seed);
      var spec = random.nextBoolean() ? SPEC : withoutBuildSecrets();
      var secret = secret(random.nextBoolean(), mutated(config(), random));

      switch (new Resolver(Optional.empty(), 1 << 20).resolve(spec, Map.of("s", secret))) {
        case Resolution.Resolved _ -> resolved++;
        case Resolution.Unresolved(var problems) ->
            assertThat(problems.toString()).as("seed %d", seed).doesNotContain("canary");
      }
    }
    // else the generator breaks nothing, or everything
    assertThat(resolved).isBetween(SEEDS / 100, SEEDS / 2);
  }

  @Test
  void givesTheSameBytesForTheSameSecrets() {
    var secret = secret(false, config().getBytes(UTF_8));
    var spec = withoutBuildSecrets();
    var resolver = new Resolver(Optional.empty(), 1 << 20);

    var twice =
        List.of(
            resolver.resolve(spec, Map.of("s", secret)),
            resolver.resolve(spec, Map.of("s", secret)));

    assertThat(twice).allMatch(Resolution.Resolved.class::isInstance);
    assertThat(twice.getFirst()).isEqualTo(twice.getLast());
  }

  private static BuildSecretsSpec withoutBuildSecrets() {
    return new BuildSecretsSpec(
        SPEC.endpoint(),
        SPEC.organization(),
        SPEC.auth(),
        SPEC.registryCredentials(),
        SPEC.registryCredentialsFrom(),
        null,
        List.of(),
        List.of(),
        null);
  }

  private static String config() {
    var auth = Base64.getEncoder().encodeToString("canary-user:canary-token".getBytes(UTF_8));
    return "{\"auths\":{\"registry.example.com\":{\"auth\":\""
        + auth
        + "\"},\"https://index.docker.io/v1/\":{\"username\":\"canary-user\","
        + "\"password\":\"canary-token\",\"email\":null},\"canary.example.com\":{\"auth\":\""
        + auth
        + "\"}},\"HttpHeaders\":{\"X\":\"canary\"}}";
  }

  private static byte[] mutated(String config, SplittableRandom random) {
    var text = new StringBuilder(config);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.setCharAt(at, (char) random.nextInt(0x80));
        default -> text.setLength(Math.max(9, at));
      }
    }
    var bytes = text.toString().getBytes(UTF_8);
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static SecretContent secret(boolean legacy, byte[] config) {
    return new SecretContent(
        "s",
        "uid",
        "1",
        legacy ? "kubernetes.io/dockercfg" : "kubernetes.io/dockerconfigjson",
        Map.of(),
        Map.of(
            legacy ? ".dockercfg" : ".dockerconfigjson",
            Sensitive.of(config),
            "canary key",
            Sensitive.of("canary")));
  }
}
