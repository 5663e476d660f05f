package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.model.CallSettings.Proxy;
import io.dodil.buildsecrets.model.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says which proxy is used for what: host and port of each, never a login.
final class ProxyUse {

  private static final int HTTPS = 443;

  private ProxyUse() {}

  /// One sentence for the start of the log.
  ///
  /// @param kubernetes the proxy on the way to the API server, as `host:port`
  static String of(Settings settings, Optional<String> kubernetes) {
    var hosts =
        settings.endpoints().values().stream()
            .flatMap(e -> Stream.concat(Stream.of(e.apiUrl()), e.tokenUrl().stream()))
            .map(url -> url.getHost() + way(settings, url))
            .distinct()
            .sorted();
    return Stream.concat(
            Stream.of(
                "the Kubernetes API"
                    + kubernetes.map(p -> " through proxy " + p).orElse(" directly")),
            hosts)
        .collect(Collectors.joining(", ", "reaching ", ""));
  }

  private static String way(Settings settings, URI url) {
    return settings
        .calls()
        .proxyFor(url.getHost(), url.getPort() < 0 ? HTTPS : url.getPort())
        .map(
            proxy ->
                " through proxy %s:%d (%s)"
                    .formatted(proxy.url().getHost(), proxy.port(), source(proxy)))
        .orElse(" directly");
  }

  private static String source(Proxy proxy) {
    return switch (proxy.source()) {
      case Proxy.Configured _ -> "calls.proxy";
      case Proxy.Environment(var variable, _) -> variable;
    };
  }
}
