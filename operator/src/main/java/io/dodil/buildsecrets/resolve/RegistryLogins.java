package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.RegistryCredential;
import io.dodil.buildsecrets.model.Problem.InvalidEntry;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.model.ValueFlaw.Plain;
import io.dodil.buildsecrets.resolve.RegistryLogin.Decoded;
import java.util.Optional;

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
    boolean keysNamed =
        credential.username() != null
            || credential.usernameKey() != null
            || credential.passwordKey() != null;
    return Secrets.isDockerConfig(secret) && !keysNamed
        ? fromDockerConfig(secret, credential.registry())
        : keys(credential)
            .in(secret, Form.REGISTRY_USER, Form.REGISTRY_PASSWORD, RegistryLogin::new);
  }

  private static LoginKeys keys(RegistryCredential credential) {
    return new LoginKeys(
        Optional.of(credential.registry()),
        credential.username(),
        credential.usernameKey(),
        credential.passwordKey());
  }

  private static Found<RegistryLogin> fromEncoded(SecretContent secret, String key) {
    return Secrets.value(secret, key, Form.ENCODED_LOGIN)
        .then(
            value ->
                switch (RegistryLogin.decode(value)) {
                  case Decoded.Login(var login) -> Found.present(login);
                  case Decoded.Unusable(var flaw) ->
                      Found.flawed(new InvalidValue(secret.name(), key, ofHalves(flaw)));
                });
  }

  private static ValueFlaw ofHalves(ValueFlaw flaw) {
    return flaw == Plain.EMPTY || flaw == Plain.EMPTY_USER ? Plain.HALF_A_LOGIN : flaw;
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
