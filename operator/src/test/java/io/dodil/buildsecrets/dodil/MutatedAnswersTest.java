package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;

/// Whatever the other side answers: a verdict, soon, and never a false one.
class MutatedAnswersTest {

  private static final int RUNS = 5000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void nothingButSuccessIsTakenForASuccess() {
    var mutation = new Mutation(1);
    var samples =
        List.of(
            "{\"success\":true}",
            "{\"success\":false}",
            "{\"data\":{\"success\":true},\"status\":\"success\"}",
            "{\"message\":\"success\",\"code\":13}");
    int confirmed = 0;
    for (int run = 0; run < RUNS; run++) {
      var body = mutation.of(samples);

      boolean confirms = soon(body, () -> SaveReply.confirms(Sensitive.of(body)));

      if (confirms) {
        confirmed++;
        assertThat(saysSuccess(body)).as(body).isTrue();
      }
    }
    assertThat(confirmed).as("some stay right").isPositive();
  }

  @Test
  void aTokenIsSendableAndItsLifeIsPositive() {
    var mutation = new Mutation(2);
    var samples =
        List.of(
            "{\"access_token\":\"abc.def.ghi\",\"expires_in\":300,\"token_type\":\"Bearer\"}",
            "{\"access_token\":\"opaque\",\"expires_in\":\"300\"}",
            "{\"error\":\"invalid_client\"}");
    int issued = 0;
    for (int run = 0; run < RUNS; run++) {
      var body = mutation.of(samples);

      var answer = soon(body, () -> TokenReply.issued(Sensitive.of(body)));

      if (answer.isPresent() && answer.get() instanceof TokenAnswer.Issued(var token, var life)) {
        issued++;
        assertThat(BearerToken.isSendable(token)).as(body).isTrue();
        assertThat(life.filter(l -> !l.isPositive())).as(body).isEmpty();
        assertThat(answer.get().toString()).doesNotContain("opaque", "abc.def");
      }
    }
    assertThat(issued).as("some stay right").isPositive();
  }

  @Test
  void aWaitIsPositiveAndNeverLongerThanTheCap() {
    var mutation = new Mutation(3);
    var samples =
        List.of("120", "0", "Sun, 22 Nov 2026 10:05:00 GMT", "Sunday, 22-Nov-26 10:05:00 GMT");
    int waits = 0;
    for (int run = 0; run < RUNS; run++) {
      var header = mutation.of(samples);

      var wait = soon(header, () -> RetryAfter.parse(header, NOW));

      assertThat(wait.filter(w -> !w.isPositive() || w.compareTo(RetryAfter.CAP) > 0))
          .as(header)
          .isEmpty();
      waits += wait.isPresent() ? 1 : 0;
    }
    assertThat(waits).as("some stay right").isPositive();
  }

  private static <T> T soon(String input, ThrowingSupplier<T> work) {
    return assertTimeoutPreemptively(Duration.ofSeconds(10), work, () -> "hangs: " + input);
  }

  private static boolean saysSuccess(String body) {
    try {
      var read = JSON.readTree(body);
      return isTrue(read) || isTrue(read.path("data"));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isTrue(JsonNode node) {
    return node.path("success").isBoolean() && node.path("success").booleanValue();
  }
}
