package io.dodil.buildsecrets.dodil;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.dodil.buildsecrets.model.CallSettings;
import java.io.IOException;
import java.net.Proxy;
import java.util.List;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.TlsVersion;

/// The OkHttpClient that all others are made from: TLS only, no cookies, cache, redirects or
/// retries.
final class HttpClient {

  /// Saves are hours apart, and NATs forget.
  private static final int IDLE_SECONDS = 15;

  private static final ConnectionSpec TLS =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
          .build();

  private HttpClient() {}

  /// @throws IOException when the CA file can't be read
  static OkHttpClient of(CallSettings settings) throws IOException {
    var trust = Trust.of(settings.caFile());
    var client =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connectTimeout())
            .callTimeout(settings.timeout())
            .readTimeout(settings.timeout())
            .writeTimeout(settings.timeout())
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .cookieJar(CookieJar.NO_COOKIES)
            .cache(null)
            .connectionSpecs(List.of(TLS))
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .proxy(Proxy.NO_PROXY)
            .addNetworkInterceptor(new SendPermission());
    settings
        .proxy()
        .ifPresent(
            proxy ->
                client
                    .proxy(null)
                    .proxySelector(new ConfiguredProxy(settings))
                    .proxyAuthenticator(new ProxyLogin(proxy.source())));
    return client.build();
  }

  /// The same client with connections of its own.
  ///
  /// @param loopback whether it may speak in the clear: to a loopback address
  static OkHttpClient forOrigin(OkHttpClient client, boolean loopback) {
    var own = client.newBuilder().connectionPool(new ConnectionPool(5, IDLE_SECONDS, SECONDS));
    return loopback
        ? own.connectionSpecs(List.of(TLS, ConnectionSpec.CLEARTEXT)).build()
        : own.build();
  }
}
