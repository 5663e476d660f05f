package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/// A server that plays Dodil over HTTPS, and the endpoints under test, which trust it by CA file.
final class Dodil implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String CANARY = "canary";
  static final Sensitive TOKEN = Sensitive.of("tok-" + CANARY);
  static final Sensitive BODY = Sensitive.of("{\"buildSecrets\":{\"A\":\"" + CANARY + "\"}}");
  static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  final MockWebServer server = new MockWebServer();
  final AtomicBoolean maySend = new AtomicBoolean(true);
  final HttpEndpoints endpoints;

  /// `SAVE staging 200`, for instance, or `SAVE staging NumberFormatException`.
  final List<String> seen = new CopyOnWriteArrayList<>();

  // prints each connection that a test breaks
  private static final Logger NOISE = Logger.getLogger(MockWebServer.class.getName());

  static {
    NOISE.setLevel(Level.OFF);
  }

  private Dodil(CallSettings settings) throws IOException {
    endpoints =
        HttpEndpoints.open(settings, "1.2.3", maySend::get, InstantSource.fixed(NOW), new Seen());
  }

  private final class Seen implements CallObserver {

    @Override
    public void ended(Call call, String endpoint, int status, Duration took) {
      seen.add(call + " " + endpoint + " " + status);
    }

    @Override
    public void unexpected(Call call, String endpoint, Throwable failure) {
      seen.add(call + " " + endpoint + " " + failure.getClass().getSimpleName());
    }
  }

  static Dodil started(Path folder) throws IOException {
    return started(settings(folder), certificate("localhost"));
  }

  static Dodil started(CallSettings settings, HeldCertificate certificate) throws IOException {
    var dodil = new Dodil(settings);
    dodil.server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate, AUTHORITY.certificate())
            .build()
            .sslSocketFactory());
    dodil.server.start();
    return dodil;
  }

  /// Gives up after four seconds: where something never comes.
  static Dodil impatient(Path folder) throws IOException {
    var patient = settings(folder);
    var four = Duration.ofSeconds(4);
    return started(
        new CallSettings(
            four,
            four,
            patient.maxConcurrent(),
            patient.requestsPerSecond(),
            patient.maxPayload(),
            patient.caFile(),
            patient.proxy(),
            patient.noProxy()),
        certificate("localhost"));
  }

  static HeldCertificate certificate(String host) {
    return new HeldCertificate.Builder()
        .signedBy(AUTHORITY)
        .addSubjectAlternativeName(host)
        .build();
  }

  /// Which trust the authority, and wait longer than a busy machine takes.
  static CallSettings settings(Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem());
    return settings(Optional.of(file), Optional.empty());
  }

  static CallSettings settings(Optional<Path> caFile, Optional<CallSettings.Proxy> proxy) {
    var patience = Duration.ofSeconds(20);
    return new CallSettings(patience, patience, 4, 100, 1 << 20, caFile, proxy, NoProxy.none());
  }

  Dodil answering(MockResponse.Builder... responses) {
    for (var response : responses) {
      server.enqueue(response.build());
    }
    return this;
  }

  static MockResponse.Builder status(int code) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("X-Echo", CANARY)
        .body("{\"message\":\"" + CANARY + "\"}");
  }

  static MockResponse.Builder ok(String body) {
    return new MockResponse.Builder().body(body);
  }

  static MockResponse.Builder saved() {
    return ok("{\"success\":true}");
  }

  static String text(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody()).utf8();
  }

  Endpoint endpoint() {
    return endpoint("https://localhost:" + server.getPort());
  }

  static Endpoint endpoint(String base) {
    return new Endpoint(
        "staging", URI.create(base), Optional.of(URI.create(base + "/token")), "build");
  }

  SaveAnswer save() {
    return saveTo(endpoint());
  }

  SaveAnswer saveTo(Endpoint endpoint) {
    return endpoints.saves().save(endpoint, TOKEN, BODY, "request-1");
  }

  TokenAnswer token() {
    return tokenFrom(endpoint());
  }

  TokenAnswer tokenFrom(Endpoint endpoint) {
    return endpoints
        .tokens()
        .request(
            endpoint, new ClientCredentials(Sensitive.of("id é&"), Sensitive.of("s=+" + CANARY)));
  }

  @Override
  public void close() {
    endpoints.close();
    server.close();
  }
}
