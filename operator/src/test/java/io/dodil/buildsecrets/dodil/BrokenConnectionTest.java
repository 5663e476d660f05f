package io.dodil.buildsecrets.dodil;

import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.NOT_SENT;
import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.NotAccepted;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokenConnectionTest {

  @TempDir Path folder;
  Dodil dodil;

  @BeforeEach
  void start() throws IOException {
    dodil = Dodil.impatient(folder);
  }

  @AfterEach
  void stop() {
    dodil.close();
  }

  @Test
  void refusedMeansThatNothingIsSent() throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertThat(dodil.saveTo(Dodil.endpoint("https://localhost:" + port))).isEqualTo(unreached());
  }

  @Test
  void unknownHostMeansThatNothingIsSent() {
    assertThat(dodil.saveTo(Dodil.endpoint("https://no-such-host.invalid")))
        .isEqualTo(
            new NotAccepted(
                new Failure.HostUnresolved(Failure.Party.API), NOT_SENT, Optional.empty()));
  }

  @Test
  void unansweredHandshakeMeansThatNothingIsSent() throws IOException {
    try (var silent = new ServerSocket(0)) {
      assertThat(dodil.saveTo(Dodil.endpoint("https://localhost:" + silent.getLocalPort())))
          .isEqualTo(unreached());
    }
  }

  @Test
  void lostInTheHandshakeMeansThatNothingIsSent() {
    dodil.answering(Dodil.saved().onRequestStart(new SocketEffect.CloseSocket()));

    assertThat(dodil.save())
        .isEqualTo(
            new NotAccepted(new Failure.TlsFailure(Failure.Party.API), NOT_SENT, Optional.empty()));
  }

  @Test
  void clearTextElsewhereMeansThatNothingIsSent() {
    var answer = dodil.saveTo(Dodil.endpoint("http://api.example.invalid"));

    assertThat(((NotAccepted) answer).certainty()).isEqualTo(NOT_SENT);
  }

  /// When the server goes away.
  enum Moment {
    IN_THE_BODY,
    AFTER_THE_BODY,
    NEVER
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void lostAfterTheHeadersIsUnclearOverHttp2(Moment moment) {
    dodil.answering(lost(moment), Dodil.saved());

    assertThat(dodil.save()).isEqualTo(unclear());
    assertThat(dodil.server.getRequestCount()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void lostAfterTheHeadersIsUnclearOverHttp1(Moment moment) {
    dodil.server.setProtocols(List.of(Protocol.HTTP_1_1));
    dodil.answering(lost(moment), Dodil.saved());

    assertThat(dodil.save()).isEqualTo(unclear());
    assertThat(dodil.server.getRequestCount()).isLessThanOrEqualTo(1);
  }

  private static MockResponse.Builder lost(Moment moment) {
    var close = new SocketEffect.CloseSocket();
    var response = Dodil.saved();
    return switch (moment) {
      case IN_THE_BODY -> response.onRequestBody(close);
      case AFTER_THE_BODY -> response.onResponseStart(close);
      case NEVER -> response.headersDelay(30, TimeUnit.SECONDS);
    };
  }

  @Test
  void lostInTheAnswerIsASaveWithoutConfirmation() {
    // over HTTP/2 the server may close before it has flushed the headers
    dodil.server.setProtocols(List.of(Protocol.HTTP_1_1));
    dodil.answering(
        Dodil.ok("{\"success\":true}" + " ".repeat(1000))
            .onResponseBody(new SocketEffect.CloseSocket()));

    assertThat(dodil.save())
        .isEqualTo(new NotAccepted(new Failure.SaveNotConfirmed(200), UNCLEAR, Optional.empty()));
  }

  private static SaveAnswer unreached() {
    return new NotAccepted(
        new Failure.ApiUnavailable(Optional.empty()), NOT_SENT, Optional.empty());
  }

  private static SaveAnswer unclear() {
    return new NotAccepted(new Failure.OutcomeUnknown(), UNCLEAR, Optional.empty());
  }
}
