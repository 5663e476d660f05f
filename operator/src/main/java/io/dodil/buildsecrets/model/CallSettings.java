package io.dodil.buildsecrets.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Limits of the calls to API and token endpoint.
///
/// @param timeout of a whole call, from its start to the last byte of the answer
/// @param maxConcurrent calls at a time, per endpoint
/// @param requestsPerSecond calls started in a second, per endpoint; twice as many in a burst
/// @param maxPayload of a request, in bytes
/// @param caFile PEM certificates trusted beside the JDK's own
/// @param noProxy hosts that are reached without the proxy
public record CallSettings(
    Duration connectTimeout,
    Duration timeout,
    int maxConcurrent,
    int requestsPerSecond,
    long maxPayload,
    Optional<Path> caFile,
    Optional<Proxy> proxy,
    NoProxy noProxy) {

  public static CallSettings defaults() {
    return new CallSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        32,
        100,
        1 << 20,
        Optional.empty(),
        Optional.empty(),
        NoProxy.none());
  }

  /// The same by way of another proxy.
  public CallSettings with(Optional<Proxy> otherProxy, NoProxy otherNoProxy) {
    return new CallSettings(
        connectTimeout,
        timeout,
        maxConcurrent,
        requestsPerSecond,
        maxPayload,
        caFile,
        otherProxy,
        otherNoProxy);
  }

  /// The proxy on the way to this host of a URL. A loopback address has none: in the clear through
  /// a proxy everybody on the way would read what is sent.
  public Optional<Proxy> proxyFor(String host, int port) {
    return proxy.filter(_ -> !Loopback.includes(host) && !noProxy.includes(host, port));
  }

  /// An HTTP proxy.
  ///
  /// @param url scheme, host and port
  public record Proxy(URI url, Source source) {

    private static final int DEFAULT_PORT = 80;

    /// Who named it, and where its login is.
    public sealed interface Source {}

    /// The configuration.
    ///
    /// @param credentialsFile a file that holds `user:password`
    public record Configured(Optional<Path> credentialsFile) implements Source {}

    /// A variable of the process's environment.
    ///
    /// @param login `user:password`
    public record Environment(String variable, Optional<Sensitive> login) implements Source {}

    public int port() {
      return url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
    }
  }
}
