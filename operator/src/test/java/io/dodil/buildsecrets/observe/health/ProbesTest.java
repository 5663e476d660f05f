package io.dodil.buildsecrets.observe.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.observe.Clients;
import io.dodil.buildsecrets.observe.metrics.Metrics;
import io.dodil.buildsecrets.observe.metrics.Scrapes;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {

  private static final int HALF_OPEN = 1000;
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private static final Duration START = Duration.ofMillis(300);

  private volatile Optional<String> no = Optional.empty();
  private Probes probes;
  private Clients kubelet;

  @BeforeEach
  void listen() throws IOException {
    listen(START);
  }

  private void listen(Duration start) throws IOException {
    probes =
        Probes.listen(
            new InetSocketAddress(0), new Probes.Questions(() -> no, () -> no, () -> no), start);
    kubelet = new Clients(probes.port());
  }

  @AfterEach
  void close() throws IOException {
    kubelet.close();
    probes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/startupz", "/readyz", "/livez"})
  void aProbeSaysYesOrWhyNot(String path) throws Exception {
    assertThat(kubelet.get(path))
        .extracting(HttpResponse::statusCode, HttpResponse::body)
        .containsExactly(200, "ok\n");

    no = Optional.of("the event queue has been stuck for 61 s");

    assertThat(kubelet.get(path))
        .extracting(HttpResponse::statusCode, HttpResponse::body)
        .containsExactly(503, "the event queue has been stuck for 61 s\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/startupz", "/readyz", "/livez"})
  void isForReadingOnly(String path) throws Exception {
    assertThat(kubelet.send("HEAD", path, "*/*").statusCode()).isEqualTo(200);
    assertThat(kubelet.send("HEAD", path, "*/*").body()).isEmpty();
    for (var method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
      var answer = kubelet.send(method, path, "*/*");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livezz", "/livez/", "/metrics", "/heapdump"})
  void knowsNothingElse(String path) throws Exception {
    assertThat(kubelet.get(path).statusCode()).isEqualTo(404);
  }

  /// The kubelet makes a Warning of each negative answer.
  @Test
  void theStartIsWaitedFor() throws Exception {
    no = Optional.of("the watches have not synced yet");
    var answer = kubelet.later("/startupz");
    assertThat(kubelet.get("/readyz").statusCode()).isEqualTo(503);

    no = Optional.empty();

    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void noMoreThanTwoWaitForTheStart() throws Exception {
    no = Optional.of("the watches have not synced yet");
    close();
    listen(Duration.ofSeconds(60));
    var answers = IntStream.range(0, 3).mapToObj(_ -> kubelet.later("/startupz")).toList();
    await().until(() -> answers.stream().anyMatch(CompletableFuture::isDone));

    no = Optional.empty();

    var codes = new ArrayList<Integer>();
    for (var answer : answers) {
      codes.add(answer.get(5, TimeUnit.SECONDS).statusCode());
    }
    assertThat(codes).containsExactlyInAnyOrder(200, 200, 503);
  }

  @Test
  void aHeadOfAFalseProbeIsFalse() throws Exception {
    no = Optional.of("stopping");

    assertThat(kubelet.send("HEAD", "/readyz", "*/*").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({"probes, ''", "probes, G", "metrics, ''", "metrics, G"})
  void answersBesideAThousandHalfOpenConnectionsToEitherPort(String port, String sent)
      throws Exception {
    try (var metrics =
            new Metrics(SettingsBuilder.settings(), "1", () -> true, InstantSource.system());
        var scrapes = Scrapes.listen(new InetSocketAddress(0), metrics);
        var attacker = new Clients(port.equals("probes") ? probes.port() : scrapes.port())) {
      for (int i = 0; i < HALF_OPEN; i++) {
        attacker.sends(sent);
      }

      for (int i = 0; i < 5; i++) {
        assertIsLiveWithinASecond();
      }
    }
  }

  @Test
  void answersBesideHalfOpenConnectionsThatAreRenewedAtOnce() throws Exception {
    try (var attacker = new Clients(probes.port())) {
      attacker.keepSending(200, "G");

      for (int i = 0; i < 10; i++) {
        assertIsLiveWithinASecond();
      }
    }
  }

  private void assertIsLiveWithinASecond() throws Exception {
    long begin = System.nanoTime();
    assertThat(kubelet.get("/livez").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ONE_SECOND);
  }
}
