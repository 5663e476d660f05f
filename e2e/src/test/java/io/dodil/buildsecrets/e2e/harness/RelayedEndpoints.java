package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.model.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Endpoints of which one call goes over a port of its own: to the API, or to the token endpoint.
/// The other goes straight to where "staging" is.
public final class RelayedEndpoints implements AutoCloseable {

  private final Map<String, Relay> relays = new LinkedHashMap<>();
  private final Map<String, Call> calls = new LinkedHashMap<>();

  /// Which call goes over the port of its own.
  public enum Call {
    SAVE,
    TOKEN
  }

  public RelayedEndpoints with(String name, Call call) {
    calls.put(name, call);
    return this;
  }

  public List<Endpoint> endpoints(Endpoint staging) {
    return calls.entrySet().stream()
        .map(way -> endpoint(way.getKey(), way.getValue(), staging))
        .toList();
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

  public Relay of(String name) {
    return Objects.requireNonNull(relays.get(name));
  }

  @Override
  public void close() throws IOException {
    for (var relay : relays.values()) {
      relay.close();
    }
  }
}
