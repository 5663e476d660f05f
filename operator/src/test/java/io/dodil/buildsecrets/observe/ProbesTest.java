package io.dodil.buildsecrets.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {

  private final Metrics metrics =
      new Metrics(SettingsBuilder.settings(), "1.2.3", () -> true, InstantSource.system());
  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<String> no = Optional.empty();
  private Probes probes;

  @BeforeEach
  void listen() throws IOException {
    probes = Probes.listen(0, new Probes.Questions(() -> no, () -> no, () -> no), metrics);
  }

  @AfterEach
  void close() {
    probes.close();
    metrics.close();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/startupz", "/readyz", "/livez"})
  void aProbeSaysYesOrWhyNot(String path) throws Exception {
    assertThat(get(path))
        .extracting(HttpResponse::statusCode, HttpResponse::body)
        .containsExactly(200, "ok\n");

    no = Optional.of("the event queue has been stuck for 61 s");

    assertThat(get(path))
        .extracting(HttpResponse::statusCode, HttpResponse::body)
        .containsExactly(503, "the event queue has been stuck for 61 s\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/startupz", "/readyz", "/livez", "/metrics"})
  void isForReadingOnly(String path) throws Exception {
    assertThat(send("HEAD", path, "").statusCode()).isEqualTo(200);
    assertThat(send("HEAD", path, "").body()).isEmpty();
    for (var method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
      var answer = send(method, path, "");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livezz", "/livez/", "/metrics/x", "/heapdump"})
  void knowsNothingElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void aHeadOfAFalseProbeIsFalse() throws Exception {
    no = Optional.of("stopping");

    assertThat(send("HEAD", "/readyz", "").statusCode()).isEqualTo(503);
  }

  @Test
  void metricsComeAsTextUnlessOpenMetricsIsAskedFor() throws Exception {
    var text = send("GET", "/metrics", "*/*");
    var open =
        send("GET", "/metrics", "application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1");

    assertThat(type(text)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text.body())
        .contains("# TYPE buildsecrets_build_info gauge")
        .contains("buildsecrets_build_info{version=\"1.2.3\"} 1");
    assertThat(type(open)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).contains("# TYPE buildsecrets_build info").endsWith("# EOF\n");
  }

  @Test
  void metricsComePackedIfThatIsAskedFor() throws Exception {
    var request = request("/metrics").header("Accept-Encoding", "gzip").build();
    var answer = client.send(request, BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
          .contains("buildsecrets_build_info");
    }
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElseThrow();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "*/*");
  }

  private HttpResponse<String> send(String method, String path, String accept) throws Exception {
    var request = request(path).method(method, BodyPublishers.noBody());
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probes.port() + path));
  }
}
