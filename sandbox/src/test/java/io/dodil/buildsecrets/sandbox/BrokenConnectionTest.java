package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Faults of the connection, time and size.
final class BrokenConnectionTest {

  private static final String ARGS = "{\"buildSecrets\":{\"A\":\"fake-value\"}}";

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);
  private final Dodil impatient = dodil.withTimeout(Duration.ofSeconds(1));

  /// So that an impatient call spends its time on the call alone.
  @BeforeEach
  void connect() throws IOException {
    dodil.get("/healthz");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  static Stream<Protocol> protocols() {
    return Stream.of(Protocol.HTTP_2, Protocol.HTTP_1_1);
  }

  private Dodil speaking(Protocol protocol) {
    var protocols =
        protocol == Protocol.HTTP_2
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1);
    return new Dodil(sandbox, dodil.client().newBuilder().protocols(protocols).build());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void breaksAfterStoring(Protocol protocol) {
    sandbox.faults().save(new Fault.ResetAfterStore());

    assertThatThrownBy(() -> speaking(protocol).save("build-bot", ARGS))
        .isInstanceOf(IOException.class);
    assertThat(sandbox.saves("acme")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void breaksAfterTheBodyWithoutStoring(Protocol protocol) {
    sandbox.faults().save(new Fault.ResetAfterBody());

    assertThatThrownBy(() -> speaking(protocol).save("build-bot", ARGS))
        .isInstanceOf(IOException.class);
    assertThat(sandbox.saves()).isEmpty();
    assertThat(sandbox.saveCalls()).extracting(SaveCall::status).containsExactly(0);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void breaksWhileTheBodyIsStillToCome(Protocol protocol) {
    sandbox.faults().save(new Fault.ResetBeforeBody());
    var token = "Bearer " + sandbox.issueToken("build-bot");
    var request = dodil.saving(new Unfinished()).header("Authorization", token).build();

    assertThatThrownBy(() -> speaking(protocol).call(request)).isInstanceOf(IOException.class);
    assertThat(sandbox.saves()).isEmpty();
  }

  /// Sends the headers, then waits for the connection to break.
  private final class Unfinished extends RequestBody {

    @Override
    public okhttp3.@Nullable MediaType contentType() {
      return Dodil.JSON;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeUtf8("{").flush();
      await().until(() -> !sandbox.saveCalls().isEmpty());
      sink.writeUtf8("}").flush();
    }
  }

  @Test
  void neverAnswersWhatItStored() {
    sandbox.faults().save(new Fault.NeverAnswer(true));

    assertThatThrownBy(() -> impatient.save("build-bot", ARGS)).isInstanceOf(IOException.class);
    assertThat(sandbox.saves("acme")).hasSize(1);
  }

  @Test
  void neverAnswersWhatItForgot() {
    sandbox.faults().save(new Fault.NeverAnswer(false));

    assertThatThrownBy(() -> impatient.save("build-bot", ARGS)).isInstanceOf(IOException.class);
    assertThat(sandbox.saves()).isEmpty();
  }

  @Test
  void answersLate() throws IOException {
    sandbox.faults().save(new Fault.Delay(Duration.ofMillis(300)));
    var before = System.nanoTime();

    assertThat(dodil.save("build-bot", ARGS).status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void storesLateThoughTheCallerIsGone() {
    sandbox.faults().save(new Fault.StoreLate(Duration.ofMillis(2500)));

    assertThatThrownBy(() -> impatient.save("build-bot", ARGS)).isInstanceOf(IOException.class);

    assertThat(sandbox.saves()).isEmpty();
    await().untilAsserted(() -> assertThat(sandbox.saves("acme")).hasSize(1));
  }

  @Test
  void answersAHugeBody() throws IOException {
    sandbox.faults().save(new Fault.HugeBody(30_000_000));

    var answer = dodil.save("build-bot", ARGS);

    assertThat(answer.body().length()).isGreaterThan(30_000_000);
    assertThat(answer.body()).startsWith("{\"success\":true,").endsWith("\"}");
  }

  @Test
  void answersAGzipBomb() throws IOException {
    sandbox.faults().save(new Fault.GzipBomb(30_000_000));
    var request =
        dodil
            .saving(sandbox.issueToken("build-bot"), ARGS)
            .header("Accept-Encoding", "gzip")
            .build();

    try (var response = dodil.client().newCall(request).execute()) {
      assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(response.body().bytes().length).isLessThan(100_000);
    }
  }

  @Test
  void answersWithoutEnd() throws IOException {
    sandbox.faults().save(new Fault.EndlessBody());
    var request = dodil.saving(sandbox.issueToken("build-bot"), ARGS).build();

    try (var response = impatient.client().newCall(request).execute()) {
      var body = response.body();

      assertThat(response.code()).isEqualTo(200);
      assertThatThrownBy(body::string).isInstanceOf(IOException.class);
    }
  }

  @Test
  void stopsAtOnceWhileACallHangs() {
    sandbox.faults().save(new Fault.NeverAnswer(false));
    assertThatThrownBy(() -> impatient.save("build-bot", ARGS)).isInstanceOf(IOException.class);
    var before = System.nanoTime();

    sandbox.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }
}
