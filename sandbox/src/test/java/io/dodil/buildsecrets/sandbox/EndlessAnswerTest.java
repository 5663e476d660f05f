package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Faults of time and size.
final class EndlessAnswerTest {

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
    sandbox.faults().save(new Fault.StoreLate(Duration.ofSeconds(6)));

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
