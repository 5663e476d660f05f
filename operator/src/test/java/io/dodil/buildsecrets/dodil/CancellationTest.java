package io.dodil.buildsecrets.dodil;

import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.NotAccepted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okhttp3.Protocol;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationTest {

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

  @Test
  void isUnclearForACallThatHadBegun() {
    dodil.answering(Dodil.saved().headersDelay(10, TimeUnit.SECONDS));

    assertThat(cancelled(dodil::save))
        .isEqualTo(new NotAccepted(new Failure.OutcomeUnknown(), UNCLEAR, Optional.empty()));
  }

  /// What a call comes to that is cancelled when its request has arrived.
  private <T> T cancelled(Supplier<T> call) {
    var answer = CompletableFuture.supplyAsync(call);
    await().until(() -> dodil.server.getRequestCount() == 1);
    dodil.endpoints.cancelAll();
    return answer.orTimeout(1, TimeUnit.SECONDS).join();
  }

  @Test
  void letsNothingBeginAfterIt() {
    dodil.endpoints.cancelAll();

    assertThat(dodil.save()).isEqualTo(new SaveAnswer.NotAllowed());
    assertThat(dodil.endpoints.saves().awaitTurn(dodil.endpoint())).isFalse();
    assertThat(dodil.token()).isEqualTo(new TokenAnswer.NotSent());
    assertThat(dodil.server.getRequestCount()).isZero();
  }

  @Test
  void saysNothingOfATokenEndpointThatWasCutOff() {
    dodil.answering(Dodil.saved().headersDelay(10, TimeUnit.SECONDS));

    assertThat(cancelled(dodil::token)).isEqualTo(new TokenAnswer.NotSent());
  }

  @Test
  void saysNothingOfATokenEndpointThatWasCutOffInItsAnswer() throws IOException {
    dodil.answering(Dodil.ok("{\"access_token\":\"t\"}").bodyDelay(10, TimeUnit.SECONDS));
    var client = HttpClient.of(Dodil.settings(folder)).newBuilder();
    var transport = new AtomicReference<Transport>();
    client
        .networkInterceptors()
        .addFirst(
            chain -> {
              var head = chain.proceed(chain.request());
              transport.get().cancelAll();
              return head;
            });
    transport.set(
        new Transport(client.build(), InstantSource.fixed(Dodil.NOW), "1.2.3", (_, _, _, _) -> {}));
    var request = new Request.Builder().url(dodil.endpoint().apiUrl().toString());

    var result =
        transport
            .get()
            .exchange(
                new Transport.Caller(CallObserver.Call.TOKEN, "staging"),
                () -> request,
                "request-1",
                () -> true);

    assertThat(result).isEqualTo(new CallResult.Failed(CallResult.IoFailure.Direct.CUT_OFF, true));
  }

  /// OkHttp's dispatcher forgets a call as soon as the head of its answer is there.
  @Test
  void endsACallInItsAnswer() {
    dodil.server.setProtocols(List.of(Protocol.HTTP_1_1));
    dodil.answering(Dodil.saved().bodyDelay(10, TimeUnit.SECONDS));

    assertThat(cancelled(dodil::save))
        .isEqualTo(new NotAccepted(new Failure.OutcomeUnknown(), UNCLEAR, Optional.empty()));
  }

  @Test
  void asksForNoTokenInAThreadThatIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThat(dodil.token()).isEqualTo(new TokenAnswer.NotSent());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(dodil.server.getRequestCount()).isZero();
  }
}
