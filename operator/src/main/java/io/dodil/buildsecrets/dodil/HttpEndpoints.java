package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.auth.TokenEndpoint;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// The API and the token endpoints over one HTTP client.
public final class HttpEndpoints implements AutoCloseable {

  private final StoppablePause pause = new StoppablePause();
  private final Transport transport;
  private final SaveEndpoint saves;
  private final TokenEndpoint tokens;

  private HttpEndpoints(Transport transport, CallSettings settings, BooleanSupplier maySend) {
    this.transport = transport;
    // apart, so that tokens don't wait behind saves, nor the other way round
    this.saves = new HttpSaveEndpoint(transport, new CallRates(settings, pause), maySend);
    this.tokens = new HttpTokenEndpoint(transport, new CallRates(settings, pause));
  }

  /// Opens nothing yet: connections come with the first call.
  ///
  /// @param version of the operator, for the User-Agent
  /// @param maySend asked before each save, with the connection up and nothing of it written
  /// @param clock what a date in a Retry-After is compared with
  /// @param observer told of each call
  /// @throws IOException when the CA file can't be read or holds no certificate
  public static HttpEndpoints open(
      CallSettings settings,
      String version,
      BooleanSupplier maySend,
      InstantSource clock,
      CallObserver observer)
      throws IOException {
    var transport = new Transport(HttpClient.of(settings), clock, version, observer);
    return new HttpEndpoints(transport, settings, maySend);
  }

  public SaveEndpoint saves() {
    return saves;
  }

  public TokenEndpoint tokens() {
    return tokens;
  }

  /// Ends the calls in flight (a save that had begun is unclear then) and begins no other.
  public void cancelAll() {
    pause.stop();
    transport.cancelAll();
  }

  /// Also lets connections and threads go.
  @Override
  public void close() {
    pause.stop();
    transport.close();
  }
}
