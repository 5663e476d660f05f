package io.dodil.buildsecrets.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Limits of the calls to API and token endpoint.
///
/// @param timeout of a whole call, from its start to the last byte of the answer
/// @param maxConcurrent calls at a time, per endpoint
/// @param requestsPerSecond calls started in a second, per endpoint; twice as many in a burst
/// @param maxPayload of a request, in bytes
/// @param caFile PEM certificates trusted beside the JDK's own
public record CallSettings(
    Duration connectTimeout,
    Duration timeout,
    int maxConcurrent,
    int requestsPerSecond,
    long maxPayload,
    Optional<Path> caFile,
    Optional<Proxy> proxy) {

  public static CallSettings defaults() {
    return new CallSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        32,
        100,
        1 << 20,
        Optional.empty(),
        Optional.empty());
  }

  /// An HTTP proxy.
  ///
  /// @param noProxy hosts (and, with a leading dot, domains) that are reached directly
  /// @param credentialsFile a file that holds `user:password`
  public record Proxy(URI url, List<String> noProxy, Optional<Path> credentialsFile) {

    public Proxy {
      noProxy = List.copyOf(noProxy);
    }
  }
}
