package io.dodil.buildsecrets.dodil;

import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.NOTHING_SAVED;
import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.NOT_SENT;
import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dodil.buildsecrets.dodil.CallResult.Answered;
import io.dodil.buildsecrets.dodil.CallResult.Failed;
import io.dodil.buildsecrets.dodil.CallResult.IoFailure;
import io.dodil.buildsecrets.dodil.CallResult.NotSent;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaveClassificationTest {

  private static final Optional<Duration> LATER = Optional.of(Duration.ofSeconds(7));

  static Stream<Arguments> saves() {
    return Stream.of(
        arguments(200, new Failure.SaveNotConfirmed(200), UNCLEAR),
        arguments(204, new Failure.SaveNotConfirmed(204), UNCLEAR),
        arguments(301, new Failure.RedirectRejected(Party.API, 301), NOTHING_SAVED),
        arguments(304, new Failure.RedirectRejected(Party.API, 304), NOTHING_SAVED),
        arguments(307, new Failure.RedirectRejected(Party.API, 307), NOTHING_SAVED),
        arguments(400, new Failure.PayloadRejected(400), NOTHING_SAVED),
        arguments(401, new Failure.AuthenticationFailed(Party.API, 401), NOTHING_SAVED),
        arguments(402, new Failure.UnexpectedResponse(402), NOTHING_SAVED),
        arguments(403, new Failure.PermissionDenied(), NOTHING_SAVED),
        arguments(404, new Failure.UnexpectedResponse(404), NOTHING_SAVED),
        arguments(405, new Failure.UnexpectedResponse(405), NOTHING_SAVED),
        arguments(407, new Failure.UnexpectedResponse(407), NOTHING_SAVED),
        arguments(408, new Failure.ApiUnavailable(Optional.of(408)), UNCLEAR),
        arguments(409, new Failure.ApiUnavailable(Optional.of(409)), UNCLEAR),
        arguments(413, new Failure.PayloadRejected(413), NOTHING_SAVED),
        arguments(418, new Failure.UnexpectedResponse(418), NOTHING_SAVED),
        arguments(421, new Failure.UnexpectedResponse(421), NOTHING_SAVED),
        arguments(422, new Failure.PayloadRejected(422), NOTHING_SAVED),
        arguments(429, new Failure.RateLimited(Party.API), NOTHING_SAVED),
        arguments(499, new Failure.UnexpectedResponse(499), UNCLEAR),
        arguments(500, new Failure.ApiUnavailable(Optional.of(500)), UNCLEAR),
        arguments(501, new Failure.ApiUnavailable(Optional.of(501)), NOTHING_SAVED),
        arguments(503, new Failure.ApiUnavailable(Optional.of(503)), UNCLEAR),
        arguments(504, new Failure.ApiUnavailable(Optional.of(504)), UNCLEAR),
        arguments(599, new Failure.ApiUnavailable(Optional.of(599)), UNCLEAR),
        arguments(600, new Failure.UnexpectedResponse(600), NOTHING_SAVED));
  }

  @ParameterizedTest
  @MethodSource("saves")
  void namesWhyASaveWasNotAcceptedAndWhetherItMayStillBe(
      int status, Failure failure, Certainty certainty) {
    assertThat(SaveClassification.of(answered(status, "{}")))
        .isEqualTo(new SaveAnswer.NotAccepted(failure, certainty, LATER));
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        arguments(IoFailure.Direct.TLS, false, new Failure.TlsFailure(Party.API), NOT_SENT),
        arguments(
            IoFailure.Direct.CONNECTION,
            false,
            new Failure.ApiUnavailable(Optional.empty()),
            NOT_SENT),
        arguments(IoFailure.Direct.DNS, false, new Failure.HostUnresolved(Party.API), NOT_SENT),
        arguments(IoFailure.Direct.TLS, true, new Failure.OutcomeUnknown(), UNCLEAR),
        arguments(IoFailure.Direct.CONNECTION, true, new Failure.OutcomeUnknown(), UNCLEAR),
        arguments(IoFailure.Direct.CUT_OFF, true, new Failure.OutcomeUnknown(), UNCLEAR));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void isUnclearOnceTheRequestHadBegun(
      IoFailure why, boolean begun, Failure failure, Certainty certainty) {
    assertThat(SaveClassification.of(new Failed(why, begun)))
        .isEqualTo(new SaveAnswer.NotAccepted(failure, certainty, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"success\":true}",
        "{\"success\":true,\"more\":[1]}",
        "{\"data\":{\"success\":true},\"status\":\"success\"}"
      })
  void acceptsOnlyASuccessThatIsSaid(String body) {
    assertThat(SaveClassification.of(answered(200, body))).isEqualTo(new SaveAnswer.Accepted());
    assertThat(SaveClassification.of(answered(500, body))).isNotEqualTo(new SaveAnswer.Accepted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "true",
        "null",
        "<html>",
        "{\"success\":\"true\"}",
        "{\"success\":1}",
        "{\"success\":false}",
        "{\"success\":null}",
        "{\"success\":false,\"data\":{\"success\":true}}",
        "{\"success\":false,\"success\":true}",
        "{\"success\":true",
        "{\"success\":true}{}",
        "{\"data\":[{\"success\":true}]}",
        "{\"status\":\"success\"}"
      })
  void takesNothingElseForSuccess(String body) {
    assertThat(SaveClassification.of(answered(200, body)))
        .isEqualTo(new SaveAnswer.NotAccepted(new Failure.SaveNotConfirmed(200), UNCLEAR, LATER));
  }

  @Test
  void saysThatNothingWasSent() {
    assertThat(SaveClassification.of(new NotSent())).isEqualTo(new SaveAnswer.NotAllowed());
  }

  private static Answered answered(int status, String body) {
    return new Answered(status, LATER, Sensitive.of(body));
  }
}
