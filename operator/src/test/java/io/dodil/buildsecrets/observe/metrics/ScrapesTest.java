package io.dodil.buildsecrets.observe.metrics;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.observe.Clients;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapesTest {

  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";

  private final Metrics metrics =
      new Metrics(SettingsBuilder.settings(), "1.2.3", () -> true, InstantSource.system());
  private Scrapes scrapes;
  private Clients prometheus;

  @BeforeEach
  void listen() throws IOException {
    scrapes = Scrapes.listen(new InetSocketAddress(0), metrics);
    prometheus = new Clients(scrapes.port());
  }

  @AfterEach
  void close() throws IOException {
    prometheus.close();
    scrapes.close();
    metrics.close();
  }

  @Test
  void metricsComeAsTextUnlessOpenMetricsIsAskedFor() throws Exception {
    var text = prometheus.get("/metrics");
    var open =
        prometheus.send(
            "GET", "/metrics", "application/openmetrics-text;version=1.0.0;q=0.8,*/*;q=0.1");

    assertThat(type(text)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text.body())
        .contains("# TYPE buildsecrets_build_info gauge")
        .contains("buildsecrets_build_info{version=\"1.2.3\"} 1");
    assertThat(type(open)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).contains("# TYPE buildsecrets_build info").endsWith("# EOF\n");
  }

  @Test
  void metricsComePackedIfThatIsAskedFor() throws Exception {
    var request = prometheus.request("/metrics").header("Accept-Encoding", "gzip").build();
    var answer = prometheus.send(request, BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
          .contains("buildsecrets_build_info");
    }
  }

  @Test
  void isForReadingOnly() throws Exception {
    assertThat(prometheus.send("HEAD", "/metrics", "*/*").statusCode()).isEqualTo(200);
    assertThat(prometheus.send("HEAD", "/metrics", "*/*").body()).isEmpty();
    assertThat(prometheus.send("POST", "/metrics", "*/*").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livez", "/metrics/x"})
  void knowsNothingElse(String path) throws Exception {
    assertThat(prometheus.get(path).statusCode()).isEqualTo(404);
  }

  /// Resources are written in batches; a family has its headers once all the same.
  @Test
  void manyResourcesAreOneFamily() throws Exception {
    showResources(250);

    var text = prometheus.send("GET", "/metrics", "application/openmetrics-text").body();

    assertThat(text.lines().filter(l -> l.startsWith("buildsecrets_resource_info{")))
        .hasSize(250)
        .doesNotHaveDuplicates();
    assertThat(text.lines().filter(l -> l.startsWith("#"))).doesNotHaveDuplicates();
    assertThat(text).endsWith("# EOF\n");
  }

  @Test
  void aThirdScrapeAtATimeIsToldToComeBack() throws Exception {
    showResources(5000);
    var first = prometheus.sends(SCRAPE);
    prometheus.sends(SCRAPE);
    await().untilAsserted(() -> assertThat(prometheus.get("/metrics").statusCode()).isEqualTo(503));

    assertThat(prometheus.get("/metrics").headers().firstValue("Retry-After")).contains("1");

    first.close();
    await().untilAsserted(() -> assertThat(prometheus.get("/metrics").statusCode()).isEqualTo(200));
  }

  private void showResources(int count) {
    var all = IntStream.range(0, count).mapToObj(i -> resource("acme-" + i)).toList();
    metrics.show(
        new ProcessState(() -> true, () -> all, Map::of, () -> 0, () -> 0, Map::of, Map.of()));
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElseThrow();
  }
}
