package io.dodil.buildsecrets.resolve;

import java.util.Locale;
import java.util.Set;

/// A registry as docker configs name it: a host, a host with a path, or a URL.
final class RegistryKey {

  private static final Set<String> DOCKER_HUB =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

  private RegistryKey() {}

  /// What two spellings of one registry have in common: lower case, no scheme, no slash at the end,
  /// no API version, one name for Docker Hub. For comparing only, never sent.
  static String normalized(String key) {
    var rest = withoutSlashes(withoutScheme(key.toLowerCase(Locale.ROOT)));
    if (rest.endsWith("/v1") || rest.endsWith("/v2")) {
      rest = withoutSlashes(rest.substring(0, rest.length() - 3));
    }
    int slash = rest.indexOf('/');
    var host = slash < 0 ? rest : rest.substring(0, slash);
    return DOCKER_HUB.contains(host) ? "docker.io" + rest.substring(host.length()) : rest;
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
