package io.dodil.buildsecrets.simulation.world;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Secret of the simulated cluster.
public record Sec(
    String path,
    String uid,
    String version,
    boolean isLabelled,
    NavigableMap<String, String> data) {

  public static final String DOCKER_CONFIG = ".dockerconfigjson";
  private static final Pattern AUTH = Pattern.compile("\"([a-z.]+)\":\\{\"auth\":\"([^\"]*)\"}");

  public Sec {
    data = Collections.unmodifiableNavigableMap(new TreeMap<>(data));
  }

  @Override
  public String toString() {
    return "Secret %s (%s%s): %s"
        .formatted(path, version, isLabelled ? "" : ", without label", data);
  }

  public static NavigableMap<String, String> content(String... keysAndValues) {
    var data = new TreeMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      data.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return data;
  }

  /// A docker config with these registries, each with one login.
  public static NavigableMap<String, String> dockerConfig(String auth, String... registries) {
    var entries =
        Stream.of(registries)
            .map(r -> "\"%s\":{\"auth\":\"%s\"}".formatted(r, auth))
            .collect(Collectors.joining(","));
    return content(DOCKER_CONFIG, "{\"auths\":{" + entries + "}}");
  }

  /// registry -> base64 of `user:password`
  public Map<String, String> registries() {
    return AUTH.matcher(value(DOCKER_CONFIG))
        .results()
        .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
  }

  public boolean has(String key) {
    return data.containsKey(key);
  }

  public String value(String key) {
    return data.getOrDefault(key, "");
  }

  /// Versions by name, of those that there are.
  public static Map<String, String> versions(Map<String, Sec> secrets, Iterable<String> paths) {
    var versions = new TreeMap<String, String>();
    for (var path : paths) {
      Optional.ofNullable(secrets.get(path))
          .ifPresent(secret -> versions.put(name(path), secret.version()));
    }
    return versions;
  }

  /// The same, of versions by path.
  public static Map<String, String> cached(Map<String, String> byPath, Iterable<String> paths) {
    var versions = new TreeMap<String, String>();
    for (var path : paths) {
      Optional.ofNullable(byPath.get(path)).ifPresent(v -> versions.put(name(path), v));
    }
    return versions;
  }

  private static String name(String path) {
    return path.substring(path.indexOf('/') + 1);
  }
}
