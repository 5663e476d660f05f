package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Problem.AmbiguousRegistry;
import io.dodil.buildsecrets.model.Problem.Ban;
import io.dodil.buildsecrets.model.Problem.ClientKeyNotFound;
import io.dodil.buildsecrets.model.Problem.DockerConfigNotFound;
import io.dodil.buildsecrets.model.Problem.DockerConfigsDiffer;
import io.dodil.buildsecrets.model.Problem.EmptySecret;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.Problem.InvalidValue;
import io.dodil.buildsecrets.model.Problem.LoginKeysNotFound;
import io.dodil.buildsecrets.model.Problem.PasswordKeyNotFound;
import io.dodil.buildsecrets.model.Problem.RegistryEntryNotFound;
import io.dodil.buildsecrets.model.Problem.SecretForbidden;
import io.dodil.buildsecrets.model.Problem.SecretKeyNotFound;
import io.dodil.buildsecrets.model.Problem.SecretNotFound;
import io.dodil.buildsecrets.model.Problem.UsernameKeyNotFound;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretFlaw;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.resolve.DockerConfigParser.Parsed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The Secrets of one resource, looked at through the rules of who may be referenced.
final class Secrets {

  /// Credentials of the cluster itself, and Helm's copies of whole releases.
  private static final Set<String> BANNED_TYPES =
      Set.of(
          "kubernetes.io/service-account-token",
          "bootstrap.kubernetes.io/token",
          "helm.sh/release.v1");

  private static final String LEGACY_DOCKER_CONFIG = ".dockercfg";

  /// The key of a docker config by the type of its Secret.
  private static final Map<String, String> DOCKER_CONFIG_TYPES =
      Map.of(
          "kubernetes.io/dockerconfigjson",
          ".dockerconfigjson",
          "kubernetes.io/dockercfg",
          LEGACY_DOCKER_CONFIG);

  /// Whatever the type: Kaniko mounts `config.json`, and mirrors make Opaque Secrets.
  private static final List<String> DOCKER_CONFIG_KEYS =
      List.of(".dockerconfigjson", "config.json", LEGACY_DOCKER_CONFIG);

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

  /// Whether a Secret is there to hold a docker config.
  static boolean isDockerConfig(SecretContent secret) {
    return DOCKER_CONFIG_TYPES.containsKey(secret.type())
        || (!dockerConfigKeys(secret).isEmpty() && !holdsLogin(secret));
  }

  /// Whether it holds a docker config and nothing else.
  static boolean isOnlyDockerConfig(SecretContent secret) {
    return DOCKER_CONFIG_TYPES.containsKey(secret.type())
        || (!secret.data().isEmpty() && DOCKER_CONFIG_KEYS.containsAll(secret.data().keySet()));
  }

  /// A value in the form that it is sent in.
  static Found<Sensitive> value(SecretContent secret, String key, Form form) {
    return secret
        .value(key)
        .map(form::trimmed)
        .map(
            value ->
                form.flaw(value)
                    .<Found<Sensitive>>map(flaw -> Found.flawed(problem(secret, key, flaw)))
                    .orElseGet(() -> Found.present(value)))
        .orElseGet(() -> Found.absent(new SecretKeyNotFound(secret.name(), key)));
  }

  /// A Secret without any value is a placeholder, whatever its keys.
  private static Problem problem(SecretContent secret, String key, ValueFlaw flaw) {
    boolean empty = flaw == ValueFlaw.Plain.EMPTY || flaw == ValueFlaw.Plain.EMPTY_USER;
    return empty && secret.size() == 0
        ? new EmptySecret(secret.name())
        : new InvalidValue(secret.name(), key, flaw);
  }

  Found<DockerConfig> dockerConfig(SecretContent secret) {
    return dockerConfigs.computeIfAbsent(secret.name(), _ -> readDockerConfig(secret));
  }

  private static Found<DockerConfig> readDockerConfig(SecretContent secret) {
    var keys = dockerConfigKeys(secret);
    if (keys.isEmpty()) {
      return noDockerConfig(secret);
    }
    var first = readDockerConfig(secret, keys.getFirst());
    return keys.stream().allMatch(key -> isSame(first, readDockerConfig(secret, key)))
        ? first
        : Found.flawed(new DockerConfigsDiffer(secret.name()));
  }

  private static boolean isSame(Found<DockerConfig> one, Found<DockerConfig> other) {
    if (one instanceof Found.Present<DockerConfig>(var mine)
        && other instanceof Found.Present<DockerConfig>(var theirs)) {
      return mine.holdsTheSameAs(theirs);
    }
    return one.equals(other);
  }

  private static Found<DockerConfig> noDockerConfig(SecretContent secret) {
    var key = DOCKER_CONFIG_TYPES.get(secret.type());
    if (key != null) {
      return Found.absent(new SecretKeyNotFound(secret.name(), key));
    }
    return holdsLogin(secret)
        ? Found.flawed(new InvalidSecret(secret.name(), SecretFlaw.LOGIN_IN_TWO_KEYS))
        : Found.absent(new DockerConfigNotFound(secret.name()));
  }

  /// The one that belongs to the type, else all that are there.
  private static List<String> dockerConfigKeys(SecretContent secret) {
    var present = DOCKER_CONFIG_KEYS.stream().filter(secret.data()::containsKey).toList();
    var typed = DOCKER_CONFIG_TYPES.get(secret.type());
    return typed != null && present.contains(typed) ? List.of(typed) : present;
  }

  private static boolean holdsLogin(SecretContent secret) {
    return secret.type().equals("kubernetes.io/basic-auth")
        || secret.data().keySet().containsAll(List.of("username", "password"));
  }

  private static Found<DockerConfig> readDockerConfig(SecretContent secret, String key) {
    return value(secret, key, Form.EXACT)
        .then(
            text ->
                switch (DockerConfigParser.parse(
                    Form.decoded(text).orElseThrow(), key.equals(LEGACY_DOCKER_CONFIG))) {
                  case Parsed.Config(var config) when config.helpersOnly() ->
                      unusable(secret, SecretFlaw.DOCKER_CONFIG_HELPERS_ONLY);
                  case Parsed.Config(var config) -> Found.present(config);
                  case Parsed.Unusable(var flaw) -> unusable(secret, flaw);
                });
  }

  private static Found<DockerConfig> unusable(SecretContent secret, SecretFlaw flaw) {
    return Found.flawed(new InvalidSecret(secret.name(), flaw));
  }

  /// Keys and registries that are there, where the problem is one that is not.
  Set<String> inPlaceOfWhatIsMissing(Problem problem) {
    return switch (problem) {
      case SecretKeyNotFound(var secret, _) -> keys(secret);
      case ClientKeyNotFound(var secret, _, _) -> keys(secret);
      case LoginKeysNotFound(var secret, _, _) -> keys(secret);
      case UsernameKeyNotFound(var secret, _) -> keys(secret);
      case PasswordKeyNotFound(var secret, _) -> keys(secret);
      case DockerConfigNotFound(var secret) -> keys(secret);
      case RegistryEntryNotFound(var secret, _) -> registries(secret);
      case AmbiguousRegistry(var secret, _, _) -> registries(secret);
      default -> Set.of();
    };
  }

  private Set<String> keys(String secret) {
    return Optional.ofNullable(byName.get(secret))
        .<Set<String>>map(s -> new TreeSet<>(s.data().keySet()))
        .orElseGet(Set::of);
  }

  private Set<String> registries(String secret) {
    return get(secret).then(this::dockerConfig) instanceof Found.Present<DockerConfig>(var config)
        ? config.keys()
        : Set.of();
  }

  private Optional<Ban> ban(SecretContent secret) {
    if (BANNED_TYPES.contains(secret.type())) {
      return Optional.of(Ban.TYPE);
    }
    boolean selected = allowed.isEmpty() || allowed.get().matches(secret.labels());
    return selected ? Optional.empty() : Optional.of(Ban.SELECTOR);
  }
}
