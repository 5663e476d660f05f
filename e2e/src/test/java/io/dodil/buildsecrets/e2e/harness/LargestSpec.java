package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecret;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSource;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.GitCredentials;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredential;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredentialsSource;
import io.dodil.buildsecrets.api.v1alpha1.SecretKeyRef;
import io.dodil.buildsecrets.api.v1alpha1.SecretRef;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The largest spec that the schema allows: 128 references, every text as long as it may be; some
/// 580 KiB.
public final class LargestSpec {

  private LargestSpec() {}

  public static BuildSecretsSpec suspended() {
    return of(text("e", 63), text("o", 253), true);
  }

  public static BuildSecretsSpec at(String endpoint, String organization) {
    return of(endpoint, organization, null);
  }

  private static BuildSecretsSpec of(
      String endpoint, String organization, @Nullable Boolean suspend) {
    return new BuildSecretsSpec(
        endpoint,
        organization,
        new Auth(
            new Auth.ClientCredentials(
                new Auth.AuthSecretRef(text("auth", 253)), text("i", 253), text("s", 253)),
            null),
        entries(32, i -> registry(text("registry-" + i, 512), secret("registry-" + i))),
        entries(
            10,
            i ->
                new RegistryCredentialsSource(
                    secret("config-" + i), entries(64, j -> text("r" + i + "-" + j, 253)))),
        new GitCredentials(secret("git"), null, text("u", 253), text("p", 253)),
        entries(64, i -> new BuildSecret(text("A" + i, 253), key("one-" + i))),
        entries(
            20,
            i ->
                new BuildSecretsSource(
                    text("P" + i, 128),
                    secret("many-" + i),
                    entries(64, j -> text("k" + i + "-" + j, 253)))),
        suspend);
  }

  private static RegistryCredential registry(String registry, SecretRef secret) {
    return new RegistryCredential(registry, secret, null, text("u", 253), text("p", 253), null);
  }

  private static SecretRef secret(String name) {
    return new SecretRef(text(name, 253), true);
  }

  private static SecretKeyRef key(String secret) {
    return new SecretKeyRef(text(secret, 253), text("key", 253), true);
  }

  public static <T> List<T> entries(int count, IntFunction<T> entry) {
    return IntStream.range(0, count).mapToObj(entry).toList();
  }

  public static String text(String start, int length) {
    return start + "x".repeat(length - start.length());
  }
}
