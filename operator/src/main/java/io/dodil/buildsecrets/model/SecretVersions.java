package io.dodil.buildsecrets.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// resourceVersions of Secrets by name; an absent Secret has none.
public record SecretVersions(NavigableMap<String, String> byName) {

  public SecretVersions {
    byName = Collections.unmodifiableNavigableMap(new TreeMap<>(byName));
  }

  public static SecretVersions of(Map<String, String> byName) {
    return new SecretVersions(new TreeMap<>(byName));
  }

  public static SecretVersions none() {
    return of(Map.of());
  }

  public SecretVersions only(Collection<String> names) {
    var kept = new TreeMap<>(byName);
    kept.keySet().retainAll(names);
    return new SecretVersions(kept);
  }

  public SecretVersions with(String name, String version) {
    var more = new TreeMap<>(byName);
    more.put(name, version);
    return new SecretVersions(more);
  }

  public int size() {
    return byName.size();
  }
}
