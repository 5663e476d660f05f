package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestOnTheWireTest {

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
  void savesByOnePutOverHttp2() throws InterruptedException {
    dodil.answering(Dodil.saved());

    assertThat(dodil.save()).isEqualTo(new SaveAnswer.Accepted());

    var request = dodil.server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("PUT /v1/ignite/builds/secrets HTTP/2");
    assertThat(Dodil.text(request)).isEqualTo("{\"buildSecrets\":{\"A\":\"canary\"}}");
    var headers = request.getHeaders();
    assertThat(headers.values("Authorization")).containsExactly("Bearer tok-canary");
    assertThat(headers.values("Content-Type")).containsExactly("application/json");
    assertThat(headers.values("Accept-Encoding")).containsExactly("identity");
    assertThat(headers.values("X-Request-Id")).containsExactly("request-1");
    assertThat(headers.values("User-Agent")).containsExactly("buildsecrets-operator/1.2.3");
    assertThat(headers.get("Cookie")).isNull();
  }

  @Test
  void keepsThePathOfTheApiUrl() throws InterruptedException {
    dodil.answering(Dodil.saved());

    dodil.saveTo(Dodil.endpoint(dodil.endpoint().apiUrl() + "/gateway/a%20b"));

    assertThat(dodil.server.takeRequest().getTarget())
        .isEqualTo("/gateway/a%20b/v1/ignite/builds/secrets");
  }

  @Test
  void asksForATokenByAForm() throws InterruptedException {
    dodil.answering(
        Dodil.ok("{\"access_token\":\"jwt-canary\",\"expires_in\":300,\"token_type\":\"Bearer\"}"));

    var answer = dodil.token();

    assertThat(answer)
        .isEqualTo(
            new TokenAnswer.Issued(Sensitive.of("jwt-canary"), Optional.of(Duration.ofMinutes(5))));
    assertThat(answer.toString()).doesNotContain(Dodil.CANARY);
    var request = dodil.server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("POST /token HTTP/2");
    assertThat(Dodil.text(request))
        .isEqualTo(
            "grant_type=client_credentials&client_id=id%20%C3%A9%26"
                + "&client_secret=s%3D%2Bcanary&scope=build");
    assertThat(request.getHeaders().values("Content-Type"))
        .containsExactly("application/x-www-form-urlencoded");
    assertThat(request.getHeaders().values("Accept")).containsExactly("application/json");
    assertThat(request.getHeaders().get("Authorization")).isNull();
  }

  @Test
  void keepsNoCookies() throws InterruptedException {
    dodil.answering(Dodil.saved().setHeader("Set-Cookie", "a=b"), Dodil.saved());

    dodil.save();
    dodil.save();

    dodil.server.takeRequest();
    assertThat(dodil.server.takeRequest().getHeaders().get("Cookie")).isNull();
  }

  @Test
  void sendsNothingWhenItMayNot() {
    dodil.maySend.set(false);

    assertThat(dodil.save()).isEqualTo(new SaveAnswer.NotAllowed());

    assertThat(dodil.server.getRequestCount()).isZero();
  }

  @Test
  void asksWhetherItMayWithTheConnectionUp() throws IOException {
    dodil.answering(Dodil.saved());
    dodil.save();
    dodil.maySend.set(false);

    assertThat(dodil.save()).isEqualTo(new SaveAnswer.NotAllowed());

    assertThat(dodil.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void sendsNoTokenThatIsNoHeader() {
    var tooLong = "t".repeat(16 * 1024 + 1);
    for (var text : new String[] {"canary\r\nX-Evil: 1", "canary é", "", "canary\u0000", tooLong}) {
      var answer =
          dodil
              .endpoints
              .saves()
              .save(dodil.endpoint(), Sensitive.of(text), Dodil.BODY, "request-1");

      assertThat(answer)
          .isEqualTo(
              new SaveAnswer.NotAccepted(
                  new Failure.TokenUnavailable(Optional.empty()),
                  SaveAnswer.Certainty.NOT_SENT,
                  Optional.empty()));
    }
    assertThat(dodil.server.getRequestCount()).isZero();
  }

  @Test
  void sendsNothingWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThat(dodil.save()).isEqualTo(new SaveAnswer.NotAllowed());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(dodil.server.getRequestCount()).isZero();
  }
}
