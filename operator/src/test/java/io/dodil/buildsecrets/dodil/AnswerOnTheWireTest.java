package io.dodil.buildsecrets.dodil;

import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.NOTHING_SAVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import io.dodil.buildsecrets.sync.SaveAnswer.NotAccepted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerOnTheWireTest {

  @TempDir Path folder;
  Dodil dodil;

  @BeforeEach
  void start() throws IOException {
    dodil = Dodil.started(folder);
  }

  @AfterEach
  void stop() {
    dodil.close();
  }

  static List<Arguments> rows() {
    return SaveClassificationTest.saves().toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isClassifiedOverHttp2(int status, Failure failure, Certainty certainty) {
    isClassified(status, failure, certainty);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isClassifiedOverHttp1(int status, Failure failure, Certainty certainty) {
    dodil.server.setProtocols(List.of(Protocol.HTTP_1_1));
    isClassified(status, failure, certainty);
  }

  private void isClassified(int status, Failure failure, Certainty certainty) {
    var body = status == 204 || status == 304 ? new MockResponse.Builder() : Dodil.status(status);
    dodil.answering(body.code(status), Dodil.saved());

    var answer = dodil.save();

    assertThat(answer).isEqualTo(new NotAccepted(failure, certainty, Optional.empty()));
    assertThat(answer.toString()).doesNotContain(Dodil.CANARY);
    assertThat(dodil.server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void isNotFollowedToAnotherServer(int status) throws IOException {
    try (var other = Dodil.started(folder)) {
      other.answering(Dodil.saved());
      dodil.answering(Dodil.status(status).setHeader("Location", other.endpoint().apiUrl() + "/x"));

      assertThat(dodil.save())
          .isEqualTo(
              new NotAccepted(
                  new Failure.RedirectRejected(Party.API, status),
                  NOTHING_SAVED,
                  Optional.empty()));

      assertThat(other.server.getRequestCount()).isZero();
    }
  }

  @Test
  void saysHowLongToWait() {
    dodil.answering(
        Dodil.status(429).setHeader("Retry-After", "90"),
        Dodil.status(503).setHeader("Retry-After", "Sun, 22 Nov 2026 10:01:00 GMT"));

    assertThat(dodil.save())
        .isEqualTo(
            new NotAccepted(
                new Failure.RateLimited(Party.API),
                NOTHING_SAVED,
                Optional.of(Duration.ofSeconds(90))));
    assertThat(((NotAccepted) dodil.save()).retryAfter()).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "1763800000000", "99999999999999999999"})
  void mayAskForAWaitOfAnySize(String seconds) {
    dodil.answering(
        Dodil.status(503).setHeader("Retry-After", seconds),
        Dodil.status(503).setHeader("Retry-After", seconds));

    assertThat(dodil.save())
        .isEqualTo(
            new NotAccepted(
                new Failure.ApiUnavailable(Optional.of(503)),
                Certainty.UNCLEAR,
                Optional.of(RetryAfter.CAP)));
    assertThat(dodil.token())
        .isEqualTo(
            new TokenAnswer.NotIssued(
                new Failure.TokenUnavailable(Optional.of(503)), Optional.of(RetryAfter.CAP)));

    assertThat(dodil.seen)
        .as("nothing unexpected")
        .containsExactly("SAVE staging 503", "TOKEN staging 503");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407, 408, 421, 503})
  void isNeverAReasonToSendAgain(int status) {
    dodil.answering(
        Dodil.status(status)
            .setHeader("Retry-After", "0")
            .setHeader("WWW-Authenticate", "Basic realm=x")
            .setHeader("Proxy-Authenticate", "Basic realm=x"),
        Dodil.saved());

    assertThat(dodil.save()).isInstanceOf(NotAccepted.class);

    assertThat(dodil.server.getRequestCount()).isEqualTo(1);
  }
}
