package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.dodil.CallResult.Answered;
import io.dodil.buildsecrets.dodil.CallResult.Failed;
import io.dodil.buildsecrets.dodil.CallResult.IoFailure;
import io.dodil.buildsecrets.dodil.CallResult.NotSent;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenClassificationTest {

  private static final Optional<Duration> LATER = Optional.of(Duration.ofSeconds(7));

  static Stream<Arguments> tokens() {
    return Stream.of(
        arguments(200, new Failure.TokenUnavailable(Optional.of(200))),
        arguments(302, new Failure.RedirectRejected(Party.TOKEN_ENDPOINT, 302)),
        arguments(400, new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, 400)),
        arguments(401, new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, 401)),
        arguments(403, new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, 403)),
        arguments(404, new Failure.TokenUnavailable(Optional.of(404))),
        arguments(429, new Failure.RateLimited(Party.TOKEN_ENDPOINT)),
        arguments(503, new Failure.TokenUnavailable(Optional.of(503))));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void namesWhyThereIsNoToken(int status, Failure failure) {
    assertThat(TokenClassification.of(answered(status, "{}")))
        .isEqualTo(new TokenAnswer.NotIssued(failure, LATER));
  }

  @Test
  void namesWhyTheTokenEndpointWasNotReached() {
    assertThat(TokenClassification.of(new Failed(IoFailure.Direct.TLS, false)))
        .isEqualTo(
            new TokenAnswer.NotIssued(
                new Failure.TlsFailure(Party.TOKEN_ENDPOINT), Optional.empty()));
    assertThat(TokenClassification.of(new Failed(IoFailure.Direct.CONNECTION, true)))
        .isEqualTo(TokenClassification.unavailable());
  }

  @Test
  void saysNothingOfTheTokenEndpointWhenThisProcessStops() {
    assertThat(TokenClassification.of(new NotSent())).isEqualTo(new TokenAnswer.NotSent());
    assertThat(TokenClassification.of(new Failed(IoFailure.Direct.CUT_OFF, true)))
        .isEqualTo(new TokenAnswer.NotSent());
  }

  private static Answered answered(int status, String body) {
    return new Answered(status, LATER, Sensitive.of(body));
  }
}
