package io.dodil.buildsecrets.observe.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.observe.Clients;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {

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
    close();
    listen(Duration.ofSeconds(60));
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
}
