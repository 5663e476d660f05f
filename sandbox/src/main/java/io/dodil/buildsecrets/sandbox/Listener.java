package io.dodil.buildsecrets.sandbox;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// HTTP/2 and HTTP/1.1 over TLS, on the loopback only.
final class Listener {

  /// Longer than any delay somebody may want to see.
  private static final Duration IDLE = Duration.ofMinutes(15);

  private Listener() {}

  static Javalin start(int port, Tls tls, SSLContext context, Consumer<RoutesConfig> routes) {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.concurrency.useVirtualThreads = true;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.jetty.modifyServer(server -> server.setStopTimeout(0));
              config.jetty.addConnector(
                  (server, http) -> connector(server, http, ssl(tls, context), port));
              routes.accept(config.routes);
            })
        .start();
  }

  private static SslContextFactory.Server ssl(Tls tls, SSLContext context) {
    var ssl = new SslContextFactory.Server();
    ssl.setSslContext(context);
    if (tls == Tls.TLS_1_1) {
      ssl.setIncludeProtocols("TLSv1.1");
      ssl.setExcludeProtocols();
      ssl.setExcludeCipherSuites();
    }
    return ssl;
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, SslContextFactory.Server ssl, int port) {
    // Clients that don't check the certificate's host shall be served too.
    http.addCustomizer(new SecureRequestCustomizer(false));
    http.setSendServerVersion(false);
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    var http2 = new HTTP2ServerConnectionFactory(http);
    http2.setStreamIdleTimeout(IDLE.toMillis());
    var connector = new ServerConnector(server, ssl, alpn, http2, new HttpConnectionFactory(http));
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    return connector;
  }
}
