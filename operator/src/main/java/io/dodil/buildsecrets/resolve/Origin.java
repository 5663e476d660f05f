package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.GitCredentials;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a part of the set is from.
///
/// @param keys those that the spec names; the names of others are the Secret's own business
public record Origin(String secret, List<String> keys) {

  public Origin {
    keys = List.copyOf(keys);
  }

  static Origin of(String secret) {
    return new Origin(secret, List.of());
  }

  /// Where the credential for the API is from; empty for a kind that this version does not know.
  public static Optional<Origin> of(Auth auth) {
    var client = auth.clientCredentials();
    if (client != null) {
      return Optional.of(
          of(client.secretRef().name(), client.clientIDKey(), client.clientSecretKey()));
    }
    return Optional.ofNullable(auth.token())
        .map(t -> of(t.secretKeyRef().name(), t.secretKeyRef().key()));
  }

  static Origin of(GitCredentials git) {
    return of(git.secretRef().name(), git.usernameKey(), git.passwordKey());
  }

  static Map<String, Origin> registries(BuildSecretsSpec spec) {
    var all = new TreeMap<String, Origin>();
    spec.registryCredentials()
        .forEach(
            r ->
                all.putIfAbsent(
                    RegistryKey.sent(r.registry()),
                    of(r.secretRef().name(), r.usernameKey(), r.passwordKey(), r.authKey())));
    return all;
  }

  static Map<String, Origin> buildSecrets(BuildSecretsSpec spec) {
    var all = new TreeMap<String, Origin>();
    spec.buildSecrets()
        .forEach(b -> all.put(b.name(), of(b.secretKeyRef().name(), b.secretKeyRef().key())));
    return all;
  }

  private static Origin of(String secret, @Nullable String... keys) {
    return new Origin(secret, Stream.of(keys).filter(Objects::nonNull).toList());
  }
}
