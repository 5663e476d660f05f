package io.dodil.buildsecrets.kubeconfig;

import io.dodil.buildsecrets.model.Loopback;
import io.dodil.buildsecrets.model.ProxyEnvironment;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Decides which proxy is on the way to the API server, as kubectl does: `proxy-url` of the
/// kubeconfig, else HTTPS_PROXY of the environment unless NO_PROXY names the server. The client
/// itself ends on many spellings of these variables, so it is given the decision alone.
final class ClusterProxy {

  private ClusterProxy() {}

  /// Sets the proxy of the client.
  ///
  /// @param proxyUrl of the kubeconfig's cluster
  static void set(Config config, Optional<URI> proxyUrl, Map<String, String> environment) {
    var proxy = proxyUrl.or(() -> ofEnvironment(config, environment)).map(URI::toString);
    config.setHttpsProxy(proxy.orElse(null));
    config.setHttpProxy(proxyUrl.map(URI::toString).orElse(null));
    config.setNoProxy(new String[0]);
  }

  private static Optional<URI> ofEnvironment(Config config, Map<String, String> environment) {
    var server = URI.create(config.getMasterUrl());
    var host = Optional.ofNullable(server.getHost()).orElse("");
    int port = server.getPort() < 0 ? 443 : server.getPort();
    return ProxyEnvironment.variable(environment)
        .filter(_ -> !Loopback.includes(host))
        .filter(_ -> !ProxyEnvironment.of(environment).noProxy().includes(host, port))
        .flatMap(variable -> ProxyEnvironment.url(variable.value()));
  }

  /// `host:port` of the proxy that the client uses.
  static Optional<String> used(Config config) {
    return Optional.ofNullable(config.getHttpsProxy())
        .map(URI::create)
        .map(proxy -> proxy.getHost() + ":" + proxy.getPort());
  }
}
