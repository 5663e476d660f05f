package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Problem.Ban;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.Problem.SecretFlaw;
import io.dodil.buildsecrets.model.Problem.SecretForbidden;
import io.dodil.buildsecrets.model.Problem.SecretKeyNotFound;
import io.dodil.buildsecrets.model.Problem.SecretNotFound;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The Secrets of one resource, looked at through the rules of who may be referenced.
final class Secrets {

  /// Credentials of the cluster itself, and Helm's copies of whole releases.
  private static final Set<String> BANNED_TYPES =
      Set.of(
          "kubernetes.io/service-account-token",
          "bootstrap.kubernetes.io/token",
          "helm.sh/release.v1");

  private static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";
  private static final String LEGACY_DOCKER_CONFIG = "kubernetes.io/dockercfg";

  private final Map<String, SecretContent> byName;
  private final Optional<LabelSelector> allowed;

  /// Many references may go to one Secret: its config is read once.
  private final Map<String, Found<DockerConfig>> dockerConfigs = new HashMap<>();

  Secrets(Map<String, SecretContent> byName, Optional<LabelSelector> allowed) {
    this.byName = byName;
    this.allowed = allowed;
  }

  Found<SecretContent> get(String name) {
    return Optional.ofNullable(byName.get(name))
        .map(
            secret ->
                ban(secret)
                    .<Found<SecretContent>>map(ban -> Found.flawed(new SecretForbidden(name, ban)))
                    .orElseGet(() -> Found.present(secret)))
        .orElseGet(() -> Found.absent(new SecretNotFound(name)));
  }

  static boolean isDockerConfig(SecretContent secret) {
    return secret.type().equals(DOCKER_CONFIG) || secret.type().equals(LEGACY_DOCKER_CONFIG);
  }

  /// A value in the form that it is sent in.
  static Found<Sensitive> value(SecretContent secret, String key, Form form) {
    return secret
        .value(key)
        .map(form::trimmed)
        .map(
            value ->
                form.flaw(value)
                    .<Found<Sensitive>>map(
                        flaw -> Found.flawed(new InvalidValue(secret.name(), key, flaw)))
                    .orElseGet(() -> Found.present(value)))
        .orElseGet(() -> Found.absent(new SecretKeyNotFound(secret.name(), key)));
  }

  Found<DockerConfig> dockerConfig(SecretContent secret) {
    return dockerConfigs.computeIfAbsent(secret.name(), _ -> readDockerConfig(secret));
  }

  private static Found<DockerConfig> readDockerConfig(SecretContent secret) {
    if (!isDockerConfig(secret)) {
      return Found.flawed(new InvalidSecret(secret.name(), SecretFlaw.NOT_A_DOCKER_CONFIG));
    }
    boolean legacy = secret.type().equals(LEGACY_DOCKER_CONFIG);
    return value(secret, legacy ? ".dockercfg" : ".dockerconfigjson", Form.EXACT)
        .then(
            text -> {
              var config =
                  Form.decoded(text).flatMap(chars -> DockerConfigParser.parse(chars, legacy));
              if (config.isEmpty()) {
                return Found.flawed(
                    new InvalidSecret(secret.name(), SecretFlaw.DOCKER_CONFIG_MALFORMED));
              }
              return config.get().helpersOnly()
                  ? Found.flawed(
                      new InvalidSecret(secret.name(), SecretFlaw.DOCKER_CONFIG_HELPERS_ONLY))
                  : Found.present(config.get());
            });
  }

  private Optional<Ban> ban(SecretContent secret) {
    if (BANNED_TYPES.contains(secret.type())) {
      return Optional.of(Ban.TYPE);
    }
    boolean selected = allowed.isEmpty() || allowed.get().matches(secret.labels());
    return selected ? Optional.empty() : Optional.of(Ban.SELECTOR);
  }
}
