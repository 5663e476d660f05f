package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.RegistryCredential;
import io.dodil.buildsecrets.model.Problem.InvalidEntry;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.Problem.ValueFlaw;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.Objects;

/// Finds the login of one registry in whichever of its three forms the Secret has.
final class RegistryLogins {

  private final Secrets secrets;

  RegistryLogins(Secrets secrets) {
    this.secrets = secrets;
  }

  Found<Sensitive> find(RegistryCredential credential) {
    return secrets
        .get(credential.secretRef().name())
        .then(secret -> find(credential, secret))
        .then(login -> Found.present(login.encoded()));
  }

  private Found<RegistryLogin> find(RegistryCredential credential, SecretContent secret) {
    var authKey = credential.authKey();
    if (authKey != null) {
      return fromEncoded(secret, authKey);
    }
    boolean keysNamed = credential.usernameKey() != null || credential.passwordKey() != null;
    return Secrets.isDockerConfig(secret) && !keysNamed
        ? fromDockerConfig(secret, credential.registry())
        : fromTwoKeys(secret, credential);
  }

  private static Found<RegistryLogin> fromEncoded(SecretContent secret, String key) {
    return Secrets.value(secret, key, Form.ENCODED_LOGIN)
        .then(
            value ->
                RegistryLogin.decode(value)
                    .filter(login -> login.flaw().isEmpty())
                    .map(Found::present)
                    .orElseGet(
                        () ->
                            Found.flawed(
                                new InvalidValue(secret.name(), key, ValueFlaw.NOT_BASE64_LOGIN))));
  }

  private static Found<RegistryLogin> fromTwoKeys(
      SecretContent secret, RegistryCredential credential) {
    var userKey = Objects.requireNonNullElse(credential.usernameKey(), "username");
    var tokenKey = Objects.requireNonNullElse(credential.passwordKey(), "password");
    return Secrets.value(secret, userKey, Form.REGISTRY_USER)
        .and(Secrets.value(secret, tokenKey, Form.REGISTRY_PASSWORD), RegistryLogin::new);
  }

  private Found<RegistryLogin> fromDockerConfig(SecretContent secret, String registry) {
    return secrets
        .dockerConfig(secret)
        .then(
            config ->
                config
                    .key(secret.name(), registry)
                    .then(key -> login(config.entry(key), secret.name(), registry)));
  }

  private static Found<RegistryLogin> login(DockerEntry entry, String secret, String registry) {
    return switch (entry) {
      case DockerEntry.Usable(var login) -> Found.present(login);
      case DockerEntry.Unusable(var flaw) -> Found.flawed(new InvalidEntry(secret, registry, flaw));
    };
  }
}
