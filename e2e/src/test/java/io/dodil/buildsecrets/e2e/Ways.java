package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Endpoints of which one call goes over a port of its own: to the API, or to the token endpoint.
/// The other goes straight to where "staging" is.
final class Ways implements AutoCloseable {

  private final Map<String, Relay> relays = new LinkedHashMap<>();
  private final Map<String, Call> calls = new HashMap<>();

  /// Which call goes over the port of its own.
  enum Call {
    SAVE,
    TOKEN
  }

  /// The way is open from the moment the settings are made.
  Ways with(String name, Call call) {
    calls.put(name, call);
    return this;
  }

  UnaryOperator<Settings> settings() {
    return settings -> {
      var staging = settings.endpoint("staging").orElseThrow();
      var endpoints = new HashMap<>(settings.endpoints());
      calls.forEach((name, call) -> endpoints.put(name, endpoint(name, call, staging)));
      return Changes.endpoints(settings, endpoints);
    };
  }

  private Endpoint endpoint(String name, Call call, Endpoint staging) {
    var relay = Relay.to(staging.apiUrl().getPort());
    relays.put(name, relay);
    var token = staging.tokenUrl().orElseThrow();
    return switch (call) {
      case SAVE -> new Endpoint(name, at(staging.apiUrl(), relay), Optional.of(token), "");
      case TOKEN -> new Endpoint(name, staging.apiUrl(), Optional.of(at(token, relay)), "");
    };
  }

  private static URI at(URI url, Relay relay) {
    return URI.create(url.toString().replace(":" + url.getPort(), ":" + relay.port()));
  }

  Relay of(String name) {
    return Objects.requireNonNull(relays.get(name));
  }

  @Override
  public void close() throws IOException {
    for (var relay : relays.values()) {
      relay.close();
    }
  }
}
