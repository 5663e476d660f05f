package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.Loopback;
import java.net.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/// One client for each origin (scheme, host, port) of the configuration, each with connections of
/// its own. With one pool OkHttp sends a request over the HTTP/2 connection of another origin when
/// their address and certificate are the same, and a gateway that routes by the name the connection
/// was opened for answers 421 or 404.
final class OriginClients {

  private final OkHttpClient base;
  private final Map<Origin, OkHttpClient> byOrigin = new ConcurrentHashMap<>();

  OriginClients(OkHttpClient base) {
    this.base = base;
  }

  private record Origin(String scheme, String host, int port) {}

  OkHttpClient of(HttpUrl url) {
    return byOrigin.computeIfAbsent(
        new Origin(url.scheme(), url.host(), url.port()),
        origin -> HttpClient.forOrigin(base, Loopback.includes(origin.host())));
  }

  boolean isProxied(HttpUrl url) {
    return base.proxy() == null
        && base.proxySelector().select(url.uri()).stream()
            .anyMatch(proxy -> proxy.type() == Proxy.Type.HTTP);
  }

  void close() {
    base.dispatcher().executorService().shutdown();
    byOrigin.values().forEach(client -> client.connectionPool().evictAll());
  }
}
