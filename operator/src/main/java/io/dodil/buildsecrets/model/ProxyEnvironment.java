package io.dodil.buildsecrets.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxy that the process's environment names, as platforms inject it: HTTPS_PROXY, else
/// ALL_PROXY, and NO_PROXY; each in upper case, else in lower case.
///
/// @param warnings what can't be used; no value of a URL is in it
public record ProxyEnvironment(
    Optional<CallSettings.Proxy> proxy, NoProxy noProxy, List<String> warnings) {

  private static final int DEFAULT_PORT = 80;

  public ProxyEnvironment {
    warnings = List.copyOf(warnings);
  }

  /// A variable that is set.
  public record Variable(String name, String value) {}

  /// Reads the variables of a process.
  public static ProxyEnvironment of(Map<String, String> environment) {
    var warnings = new ArrayList<String>();
    var variable = variable(environment);
    var proxy = variable.flatMap(v -> url(v.value()).map(url -> proxy(v.name(), url)));
    if (variable.isPresent() && proxy.isEmpty()) {
      warnings.add(
          variable.get().name()
              + " can't be used: it must be a URL such as http://proxy.example.com:3128, with"
              + " special characters of user and password percent-encoded");
    }
    var names = first(environment, "NO_PROXY");
    var noProxy = NoProxy.parse(names.map(Variable::value).orElse(""));
    noProxy.faults().forEach(f -> warnings.add(names.orElseThrow().name() + ": " + f));
    return new ProxyEnvironment(proxy, noProxy.hosts(), warnings);
  }

  /// The variable that names the proxy of calls by https.
  public static Optional<Variable> variable(Map<String, String> environment) {
    return first(environment, "HTTPS_PROXY").or(() -> first(environment, "ALL_PROXY"));
  }

  private static Optional<Variable> first(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(n -> new Variable(n, environment.getOrDefault(n, "").strip()))
        .filter(variable -> !variable.value().isEmpty())
        .findFirst();
  }

  /// Reads `http://host:port`; the scheme and the port may be left out.
  public static Optional<URI> url(String text) {
    try {
      var url = new URI(text.contains("://") ? text : "http://" + text);
      int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
      return "http".equalsIgnoreCase(url.getScheme())
              && url.getHost() != null
              && port > 0
              && port < 65536
          ? Optional.of(new URI("http", url.getUserInfo(), url.getHost(), port, null, null, null))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static CallSettings.Proxy proxy(String variable, URI url) {
    return new CallSettings.Proxy(
        URI.create("http://" + url.getHost() + ":" + url.getPort()),
        new CallSettings.Proxy.Environment(
            variable, Optional.ofNullable(url.getUserInfo()).map(Sensitive::of)));
  }

  /// Uses the environment's proxy where the configuration names none.
  public CallSettings appliedTo(CallSettings calls) {
    return calls.proxy().isPresent() ? calls : calls.with(proxy, calls.noProxy().and(noProxy));
  }
}
