package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.e2e.leak.LeakScenario.Scene;
import io.dodil.buildsecrets.sandbox.Received;
import io.dodil.buildsecrets.sandbox.Sandbox;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/// What the API was sent, and in whose name: each value may arrive at its own organization alone.
final class LeakDeliveries {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAVE = "/v1/ignite/builds/secrets";

  private final Sandbox dodil;
  private final List<Scene> scenes;
  private final Canaries canaries;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /// @param scenes whose values and organizations they are, later ones too
  LeakDeliveries(Sandbox dodil, List<Scene> scenes, Canaries canaries) {
    this.dodil = dodil;
    this.canaries = canaries;
    this.scenes = scenes;
    dodil.onReceived(received::add);
  }

  /// How many organizations were sent something of their own.
  long delivered() {
    return received.stream()
        .filter(call -> found(call).stream().anyMatch(name -> isOwn(name, call)))
        .map(Received::organization)
        .distinct()
        .count();
  }

  /// The names of values that were sent to an organization that they don't belong to.
  Set<String> misdelivered() {
    return received.stream()
        // a token that nobody gave: nothing was delivered
        .filter(call -> !call.organization().isEmpty())
        .flatMap(call -> found(call).stream().filter(name -> !isOwn(name, call)))
        .collect(Collectors.toSet());
  }

  /// Whole values, since pieces of them may look alike.
  private Set<String> found(Received call) {
    try {
      var text = new StringBuilder();
      for (var group : JSON.readTree(call.body()).properties()) {
        for (var entry : group.getValue().properties()) {
          text.append(entry.getKey()).append(' ').append(entry.getValue().textValue()).append(' ');
          if (group.getKey().equals("registryCredentials")) {
            text.append(
                new String(Base64.getDecoder().decode(entry.getValue().textValue()), UTF_8));
          }
        }
      }
      return canaries.in(text.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was sent is no JSON", e);
    }
  }

  private boolean isOwn(String name, Received call) {
    return scenes.stream()
        .filter(scene -> scene.organization().equals(call.organization()))
        .anyMatch(scene -> name.startsWith(scene.part() + ": "));
  }

  /// Sends what one organization got to another one, with that one's token.
  void misdeliver() throws IOException {
    var own =
        received.stream().filter(call -> !call.organization().isEmpty()).findAny().orElseThrow();
    var other =
        scenes.stream()
            .filter(scene -> !scene.organization().equals(own.organization()))
            .findAny()
            .orElseThrow();
    var request =
        new Request.Builder()
            .url(dodil.apiUrl() + SAVE)
            .header("Authorization", "Bearer " + dodil.issueToken(other.client().id()))
            .put(RequestBody.create(own.body(), MediaType.get("application/json")))
            .build();
    client().newCall(request).execute().close();
  }

  /// It takes a certificate of another host.
  private OkHttpClient client() {
    var trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(Certificates.decodeCertificatePem(dodil.caPem()))
            .build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .hostnameVerifier((_, _) -> true)
        .build();
  }
}
