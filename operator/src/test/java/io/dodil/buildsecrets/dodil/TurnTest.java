package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which calls take a turn of the rate limit.
class TurnTest {

  @TempDir Path folder;
  Dodil dodil;
  Transport transport;
  final AtomicInteger turns = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    dodil = Dodil.started(folder);
    transport =
        new Transport(
            HttpClient.of(Dodil.settings(folder)),
            InstantSource.fixed(Dodil.NOW),
            "1.2.3",
            (_, _, _, _) -> {});
  }

  @AfterEach
  void stop() {
    transport.close();
    dodil.close();
  }

  @Test
  void aSaveTakesTheOneThatWasWaitedForBeforeIt() {
    dodil.answering(Dodil.saved());
    var saves = new HttpSaveEndpoint(transport, rates(), () -> true);

    assertThat(saves.awaitTurn(dodil.endpoint())).isTrue();
    assertThat(turns).hasValue(1);

    assertThat(saves.save(dodil.endpoint(), Dodil.TOKEN, Dodil.BODY, "request-1"))
        .isEqualTo(new SaveAnswer.Accepted());
    assertThat(turns).as("the save itself waits for none").hasValue(1);
  }

  @Test
  void aTokenCallTakesOne() {
    dodil.answering(Dodil.ok("{\"access_token\":\"t\"}"));

    assertThat(token(rates())).isInstanceOf(TokenAnswer.Issued.class);

    assertThat(turns).hasValue(1);
  }

  @Test
  void aTokenCallThatStopsWaitingIsWithheld() {
    var pause = new StoppablePause();
    var rates = new CallRates(slow(), pause);
    assertThat(rates.awaitTurn("staging")).isTrue();
    assertThat(rates.awaitTurn("staging")).as("a burst of two").isTrue();
    var waiting = new AtomicInteger();
    var call =
        CompletableFuture.supplyAsync(
            () -> {
              waiting.incrementAndGet();
              return token(rates);
            });
    await().until(() -> waiting.get() == 1);

    pause.stop();

    assertThat(call.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new TokenAnswer.NotSent());
    assertThat(dodil.server.getRequestCount()).isZero();
  }

  private TokenAnswer token(CallRates rates) {
    return new HttpTokenEndpoint(transport, rates)
        .request(
            dodil.endpoint(), new ClientCredentials(Sensitive.of("id"), Sensitive.of("secret")));
  }

  /// One call a second, and two at once at first.
  private CallSettings slow() {
    var d = CallSettings.defaults();
    return new CallSettings(
        d.connectTimeout(),
        d.timeout(),
        d.maxConcurrent(),
        1,
        d.maxPayload(),
        d.caFile(),
        d.proxy(),
        d.noProxy());
  }

  private CallRates rates() {
    return new CallRates(
        CallSettings.defaults(),
        new CallRate.Pause() {
          @Override
          public long nanoTime() {
            return 0;
          }

          @Override
          public boolean nanos(long nanos) {
            turns.incrementAndGet();
            return true;
          }
        });
  }
}
