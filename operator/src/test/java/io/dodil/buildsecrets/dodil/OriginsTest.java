package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One gateway with one certificate serves the API and the token endpoint, and chooses between them
/// by the name that a connection was opened for.
class OriginsTest {

  @TempDir Path folder;
  Dodil gateway;
  OkHttpClient client;
  Transport transport;
  Endpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    var settings = Dodil.settings(folder);
    gateway = Dodil.started(settings, certificate());
    gateway.server.setDispatcher(new ByServerName());
    client =
        HttpClient.of(settings)
            .newBuilder()
            .dns(_ -> List.of(InetAddress.getAllByName("localhost")))
            .build();
    transport = new Transport(client, InstantSource.fixed(Dodil.NOW), "1.2.3", (_, _, _, _) -> {});
    int port = gateway.server.getPort();
    endpoint =
        new Endpoint(
            "staging",
            URI.create("https://api.dodil.test:" + port),
            Optional.of(URI.create("https://id.dodil.test:" + port + "/token")),
            "");
  }

  @AfterEach
  void stop() {
    transport.close();
    gateway.close();
  }

  private static HeldCertificate certificate() {
    return new HeldCertificate.Builder()
        .signedBy(Dodil.AUTHORITY)
        .addSubjectAlternativeName("*.dodil.test")
        .build();
  }

  @Test
  void shareNoConnection() throws InterruptedException {
    assertThat(token()).isInstanceOf(TokenAnswer.Issued.class);
    assertThat(save()).isEqualTo(new SaveAnswer.Accepted());
    assertThat(token()).isInstanceOf(TokenAnswer.Issued.class);
    assertThat(save()).isEqualTo(new SaveAnswer.Accepted());

    var requests = List.of(next(), next(), next(), next());
    assertThat(requests).allMatch(r -> r.getVersion().equals("HTTP/2"));
    assertThat(requests.stream().map(RecordedRequest::getConnectionIndex))
        .containsExactly(0, 1, 0, 1);
  }

  @Test
  void haveOneClientEachAndLetGoOfAllTheirConnections() throws IOException {
    var clients = new OriginClients(client);
    var urls =
        List.of(
            HttpUrl.get(endpoint.apiUrl().toString()),
            HttpUrl.get(endpoint.tokenUrl().orElseThrow().toString()));
    for (var url : urls) {
      var progress = new CallProgress(() -> true, InstantSource.fixed(Dodil.NOW));
      var request = new Request.Builder().url(url).tag(CallProgress.class, progress).build();
      clients.of(url).newCall(request).execute().close();
    }

    var pools = urls.stream().map(url -> clients.of(url).connectionPool()).toList();
    assertThat(pools).extracting(ConnectionPool::connectionCount).containsExactly(1, 1);
    clients.close();

    assertThat(pools).extracting(ConnectionPool::connectionCount).containsExactly(0, 0);
  }

  private RecordedRequest next() throws InterruptedException {
    return gateway.server.takeRequest();
  }

  private SaveAnswer save() {
    return new HttpSaveEndpoint(transport, rates(), () -> true)
        .save(endpoint, Dodil.TOKEN, Dodil.BODY, "request-1");
  }

  private TokenAnswer token() {
    return new HttpTokenEndpoint(transport, rates())
        .request(endpoint, new ClientCredentials(Sensitive.of("id"), Sensitive.of("secret")));
  }

  private static CallRates rates() {
    return new CallRates(CallSettings.defaults(), new StoppablePause());
  }

  private static final class ByServerName extends Dispatcher {

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (!request.getHandshakeServerNames().contains(request.getUrl().host())) {
        return Dodil.status(421).build();
      }
      return (request.getTarget().equals("/token")
              ? Dodil.ok("{\"access_token\":\"t\"}")
              : Dodil.saved())
          .build();
    }
  }
}
