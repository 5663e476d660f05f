package io.dodil.buildsecrets.model;

import java.util.Map;
import java.util.Optional;

/// A Secret as it was read.
///
/// @param type such as `kubernetes.io/dockerconfigjson`; `Opaque` when unset
public record SecretContent(
    String name,
    String uid,
    String resourceVersion,
    String type,
    Map<String, String> labels,
    Map<String, Sensitive> data) {

  /// Of all values of one resource's Secrets, in bytes.
  public static final long MAX_TOGETHER = 8 << 20;

  public SecretContent {
    labels = Map.copyOf(labels);
    data = Map.copyOf(data);
  }

  public Optional<Sensitive> value(String key) {
    return Optional.ofNullable(data.get(key));
  }

  /// Of all values, in bytes.
  public long size() {
    return data.values().stream().mapToLong(Sensitive::size).sum();
  }
}
