package io.dodil.buildsecrets.simulation;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A Secret of the simulated cluster.
record Sec(String path, String uid, String version, NavigableMap<String, String> data) {

  Sec {
    data = Collections.unmodifiableNavigableMap(new TreeMap<>(data));
  }

  @Override
  public String toString() {
    return "Secret %s (%s): %s".formatted(path, version, data);
  }

  static NavigableMap<String, String> content(String... keysAndValues) {
    var data = new TreeMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      data.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return data;
  }

  String value(String key) {
    return data.getOrDefault(key, "");
  }

  /// Versions by name, of those that there are.
  static Map<String, String> versions(Map<String, Sec> secrets, Iterable<String> paths) {
    var versions = new TreeMap<String, String>();
    for (var path : paths) {
      Optional.ofNullable(secrets.get(path))
          .ifPresent(secret -> versions.put(name(path), secret.version()));
    }
    return versions;
  }

  /// The same, of versions by path.
  static Map<String, String> cached(Map<String, String> byPath, Iterable<String> paths) {
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
