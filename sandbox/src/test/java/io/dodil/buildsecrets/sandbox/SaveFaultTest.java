package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that are answers.
final class SaveFaultTest {

  private static final String ARGS = "{\"buildSecrets\":{\"A\":\"fake-value\"}}";

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 400, 401, 403, 404, 408, 409, 413, 422, 429, 499, 500, 501, 503, 504})
  void answersAnyStatus(int status) throws IOException {
    sandbox.faults().save(new Fault.Respond(status));

    assertThat(dodil.save("build-bot", ARGS).status()).isEqualTo(status);
    assertThat(sandbox.saves()).isEmpty();
    assertThat(sandbox.saveCalls()).extracting(SaveCall::fault).containsExactly("respond");
  }

  @Test
  void answersHeadersAndBody() throws IOException {
    sandbox.faults().save(new Fault.Respond(429).withHeader("Retry-After", "7").withBody("busy"));

    var request = dodil.saving(sandbox.issueToken("build-bot"), ARGS).build();
    try (var response = dodil.client().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(429);
      assertThat(response.header("Retry-After")).isEqualTo("7");
      assertThat(response.body().string()).isEqualTo("busy");
    }
  }

  @Test
  void handsOutWhatItReceivedWhateverItAnswers() throws IOException {
    var received = new ArrayList<Received>();
    sandbox.onReceived(received::add);
    sandbox.faults().save(new Fault.Respond(503), 1);

    dodil.save("build-bot", ARGS);
    dodil.save("globex-bot", ARGS);

    assertThat(received).containsExactly(new Received("acme", ARGS), new Received("globex", ARGS));
    assertThat(received.toString()).doesNotContain("fake-value");
  }

  @Test
  void echoesWhatItWasSent() throws IOException {
    sandbox.faults().save(new Fault.Respond(500).echoing());
    var token = sandbox.issueToken("build-bot");

    var answer = dodil.call(dodil.saving(token, ARGS).build());

    assertThat(answer.body()).contains(token, "fake-value");
  }

  @Test
  void echoesWhoItWasSentByInHeaders() throws IOException {
    sandbox.faults().save(new Fault.Respond(500).withHeader("Retry-After", "7").echoing());
    var token = sandbox.issueToken("build-bot");

    try (var response = dodil.client().newCall(dodil.saving(token, ARGS).build()).execute()) {
      assertThat(response.headers().toMultimap())
          .hasEntrySatisfying("retry-after", v -> assertThat(v).containsExactly("7"));
      assertThat(List.of("X-Echo", "Location", "WWW-Authenticate", "Content-Type"))
          .allMatch(name -> response.headers(name).toString().contains(token.substring(0, 99)));
    }
  }

  @Test
  void storesAllTheSameWhenAskedTo() throws IOException {
    sandbox.faults().save(new Fault.Respond(503, Map.of(), "", false, true));

    assertThat(dodil.save("build-bot", ARGS).status()).isEqualTo(503);
    assertThat(sandbox.saves("acme")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirects(int status) throws IOException {
    sandbox.faults().save(new Fault.Redirect(status, "https://elsewhere.invalid/"));

    var request = dodil.saving(sandbox.issueToken("build-bot"), ARGS).build();
    try (var response = dodil.client().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(status);
      assertThat(response.header("Location")).isEqualTo("https://elsewhere.invalid/");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MISSING | {}
          FALSE   | {"success":false}
          TEXT    | {"success":"true"}
          """)
  void answersNoSuccess(Fault.SuccessFlag.Value value, String body) throws IOException {
    sandbox.faults().save(new Fault.SuccessFlag(value));

    assertThat(dodil.save("build-bot", ARGS))
        .isEqualTo(new Dodil.Result(200, body, "application/json"));
    assertThat(sandbox.saves()).isEmpty();
  }

  @Test
  void wrapsTheAnswer() throws IOException {
    sandbox.faults().save(new Fault.Wrapped());

    assertThat(dodil.save("build-bot", ARGS).body())
        .isEqualTo("{\"data\":{\"success\":true},\"status\":\"success\"}");
    assertThat(sandbox.saves("acme")).hasSize(1);
  }

  @Test
  void callsTheAnswerSomethingElse() throws IOException {
    sandbox.faults().save(new Fault.ContentType("text/html"));

    assertThat(dodil.save("build-bot", ARGS))
        .isEqualTo(new Dodil.Result(200, "{\"success\":true}", "text/html"));
  }

  @Test
  void stillRefusesAStrangerInsideAFault() throws IOException {
    sandbox.faults().save(new Fault.Wrapped());

    assertThat(dodil.call(dodil.saving("nonsense", ARGS).build()).status()).isEqualTo(401);
  }
}
