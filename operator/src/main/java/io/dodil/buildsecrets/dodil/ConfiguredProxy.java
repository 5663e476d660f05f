package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.CallSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/// The proxy of the settings, for the hosts that have one.
final class ConfiguredProxy extends ProxySelector {

  private static final int HTTPS = 443;

  private final CallSettings settings;

  ConfiguredProxy(CallSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<Proxy> select(URI uri) {
    int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
    return List.of(
        settings.proxyFor(uri.getHost(), port).map(ConfiguredProxy::over).orElse(Proxy.NO_PROXY));
  }

  private static Proxy over(CallSettings.Proxy proxy) {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.url().getHost(), proxy.port()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // the call fails as well, and says so
  }
}
