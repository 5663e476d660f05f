package io.dodil.buildsecrets.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients get that are slow, many, or send what is no request.
class HttpPortTest {

  private static final int CONNECTIONS = 32;
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final byte[] PIECE = new byte[8192];

  private final AtomicInteger answering = new AtomicInteger();
  private HttpPort port;
  private Clients clients;

  @BeforeEach
  void listen() throws IOException {
    listen(LIMIT);
  }

  private void listen(Duration limit) throws IOException {
    port =
        HttpPort.listen(
            new InetSocketAddress(0),
            "test",
            new HttpConnection.Limits(limit, limit),
            Map.of(
                "/short", (_, response) -> response.text(200, "ok"),
                "/endless", (_, response) -> endless(response),
                "/broken", (_, response) -> broken(response)));
    clients = new Clients(port.number());
  }

  @AfterEach
  void close() throws IOException {
    clients.close();
    port.close();
  }

  private void endless(HttpResponse response) throws IOException {
    answering.incrementAndGet();
    try (var body = response.stream(200)) {
      while (true) {
        body.write(PIECE);
      }
    } finally {
      answering.decrementAndGet();
    }
  }

  private static void broken(HttpResponse response) throws IOException {
    try (var body = response.stream(200)) {
      body.write("half of it\n".getBytes(US_ASCII));
    }
    throw new IOException("broken");
  }

  @Test
  void aClientThatReadsNothingIsCutOff() throws Exception {
    clients.sends("GET /endless HTTP/1.1\r\n\r\n");
    await().until(() -> answering.get() == 1);

    await().atMost(Duration.ofSeconds(5)).until(() -> answering.get() == 0);
  }

  @Test
  void aClientThatSendsAByteNowAndThenIsCutOff() throws Exception {
    var socket = clients.sends("GET /short");

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 50; i++) {
                Thread.sleep(100);
                socket.getOutputStream().write('x');
              }
            })
        .isInstanceOf(SocketException.class);
  }

  @Test
  void aClientThatDoesNotCloseIsCutOff() throws Exception {
    var socket = clients.sends("GET /short HTTP/1.1\r\n\r\n");
    assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
        .endsWith("\r\n\r\nok\n");

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> socket.getOutputStream().write('x'))
                    .isInstanceOf(SocketException.class));
  }

  @Test
  void theOldestIdleConnectionGivesWayToANewOne() throws Exception {
    close();
    listen(Duration.ofSeconds(60));
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < CONNECTIONS + 1; i++) {
      sockets.add(clients.sends("G"));
    }

    assertThatThrownBy(() -> sockets.getFirst().getInputStream().read())
        .isInstanceOf(SocketException.class);
    for (var socket : sockets.subList(1, sockets.size())) {
      assertThat(socket.getInputStream().available()).isZero();
    }
    var newest = sockets.getLast();
    newest.getOutputStream().write("ET /short HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
    assertThat(new String(newest.getInputStream().readAllBytes(), US_ASCII)).endsWith("ok\n");
  }

  @Test
  void whatIsBeingAnsweredDoesNotGiveWay() throws Exception {
    close();
    // nobody is cut off for being slow before all are there
    listen(LIMIT.multipliedBy(30));
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.sends("GET /endless HTTP/1.1\r\n\r\n");
    }
    await().until(() -> answering.get() == CONNECTIONS);

    assertThatThrownBy(() -> clients.sends("G").getInputStream().read())
        .isInstanceOf(SocketException.class);
    assertThat(answering).hasValue(CONNECTIONS);
  }

  @Test
  void halfAnAnswerIsNotTakenForAWholeOne() {
    assertThatThrownBy(() -> clients.get("/broken")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> answerTo("GET /broken HTTP/1.0\r\n\r\n"))
        .isInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /short?a=b HTTP/1.1, 200",
    "GET /short HTTP/1.0, 200",
    "GET /short HTTP/2.0, 400",
    "GET short HTTP/1.1, 400",
    "get /short HTTP/1.1, 400",
    "GET  /short HTTP/1.1, 400",
    "GET /short, 400",
    "'', 400",
    "TRACE /short HTTP/1.1, 405",
    "GET /sho%72t HTTP/1.1, 404"
  })
  void onlyARequestIsAnswered(String line, int status) throws Exception {
    assertThat(answerTo(line + "\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void aHeadMayBeEightKibibytesLong() throws Exception {
    var begin = "GET /short HTTP/1.1\r\nA: ";

    assertThat(answerTo(begin + "a".repeat(8192 - begin.length() - 4) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(answerTo(begin + "a".repeat(8192 - begin.length() - 3) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  private String answerTo(String request) throws IOException {
    return new String(clients.sends(request).getInputStream().readAllBytes(), US_ASCII);
  }
}
