package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// The configured proxy, for all but loopback addresses and what `noProxy` names.
final class ConfiguredProxy extends ProxySelector {

  private static final int DEFAULT_PORT = 80;

  private final CallSettings.Proxy settings;

  ConfiguredProxy(CallSettings.Proxy settings) {
    this.settings = settings;
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(isDirect(uri.getHost()) ? Proxy.NO_PROXY : proxy());
  }

  private boolean isDirect(String host) {
    // in the clear through a proxy everybody on the way would read it
    return Loopback.includes(host)
        || settings.noProxy().stream().anyMatch(entry -> matches(entry, host));
  }

  private static boolean matches(String entry, String host) {
    var name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    var pattern = entry.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return pattern.startsWith(".") ? name.endsWith(pattern) : name.equals(pattern);
  }

  private Proxy proxy() {
    var url = settings.url();
    int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(url.getHost(), port));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // the call fails as well, and says so
  }
}
