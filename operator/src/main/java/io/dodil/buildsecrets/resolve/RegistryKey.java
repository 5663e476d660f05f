package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.EntryFlaw;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A registry as docker configs name it: a host, a host with a path, or a URL.
final class RegistryKey {

  private static final Set<String> DOCKER_HUB =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

  /// Where the docker CLI keeps the tokens of its login in the browser: no registries.
  private static final Set<String> LOGIN_LEFTOVERS =
      Set.of("index.docker.io/v1/access-token", "index.docker.io/v1/refresh-token");

  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private RegistryKey() {}

  /// The key under which builders look a registry up: as written, but for Docker Hub, which has
  /// many names and one key.
  static String sent(String key) {
    return normalized(key).equals("docker.io") ? DOCKER_HUB_KEY : key;
  }

  /// Whether it is a token of a login to Docker Hub, beside the entry that builders use.
  static boolean isLoginLeftover(String key) {
    return LOGIN_LEFTOVERS.contains(withoutSlashes(withoutScheme(key.toLowerCase(Locale.ROOT))));
  }

  /// What keeps a text from being the name of a registry.
  static Optional<EntryFlaw> flaw(String key) {
    if (normalized(key).isEmpty()) {
      return Optional.of(EntryFlaw.Plain.EMPTY_REGISTRY);
    }
    var illegal = key.codePoints().filter(Characters::isBlank).findFirst();
    return illegal.isPresent()
        ? Optional.of(new EntryFlaw.ForbiddenInRegistry(Characters.name(illegal.getAsInt())))
        : Optional.empty();
  }

  /// What two spellings of one registry have in common: lower case, no scheme, no slash at the end,
  /// no API version, no white space around it, one name for Docker Hub. For comparing only, never
  /// sent.
  static String normalized(String key) {
    var rest = withoutSlashes(withoutScheme(Characters.stripped(key).toLowerCase(Locale.ROOT)));
    if (rest.endsWith("/v1") || rest.endsWith("/v2")) {
      rest = withoutSlashes(rest.substring(0, rest.length() - 3));
    }
    int slash = rest.indexOf('/');
    var host = slash < 0 ? rest : rest.substring(0, slash);
    var plain = host.replaceFirst(":(?:443|80)$", "");
    return DOCKER_HUB.contains(plain) ? "docker.io" + rest.substring(host.length()) : rest;
  }

  private static String withoutScheme(String key) {
    int end = key.indexOf("://");
    return end < 0 ? key : key.substring(end + 3);
  }

  private static String withoutSlashes(String key) {
    int end = key.length();
    while (end > 0 && key.charAt(end - 1) == '/') {
      end--;
    }
    return key.substring(0, end);
  }
}
