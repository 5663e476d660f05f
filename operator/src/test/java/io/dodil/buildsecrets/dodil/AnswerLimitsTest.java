package io.dodil.buildsecrets.dodil;

import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.NotAccepted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.Protocol;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerLimitsTest {

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
  void isReadUpToItsLimit() {
    var padding = " ".repeat(Transport.MAX_ANSWER - "{\"success\":true}".length());
    dodil.answering(
        Dodil.ok("{\"success\":true}" + padding), Dodil.ok("{\"success\":true}" + padding + " "));

    assertThat(dodil.save()).isEqualTo(new SaveAnswer.Accepted());
    assertThat(dodil.save()).isEqualTo(unconfirmed());
  }

  @Test
  void isNotUnpacked() throws IOException {
    var packed = new Buffer();
    try (var gzip = Okio.buffer(new GzipSink(packed))) {
      gzip.writeUtf8("{\"success\":true}").writeUtf8(" ".repeat(10 << 20));
    }
    dodil.answering(new MockResponse.Builder().body(packed).setHeader("Content-Encoding", "gzip"));

    assertThat(dodil.save()).isEqualTo(unconfirmed());
  }

  @Test
  void isGivenUpWhenItIsEndless() {
    dodil.answering(
        Dodil.ok("{\"success\":true}" + " ".repeat(1 << 20))
            .throttleBody(1024, 10, TimeUnit.MILLISECONDS));

    assertThat(dodil.save()).isEqualTo(unconfirmed());
  }

  @Test
  void isGivenUpWhenItIsSlow() throws IOException {
    try (var impatient = Dodil.impatient(folder)) {
      impatient.server.setProtocols(List.of(Protocol.HTTP_1_1));
      impatient.answering(Dodil.saved().bodyDelay(30, TimeUnit.SECONDS));

      assertThat(impatient.save()).isEqualTo(unconfirmed());
    }
  }

  private static SaveAnswer unconfirmed() {
    return new NotAccepted(new Failure.SaveNotConfirmed(200), UNCLEAR, Optional.empty());
  }
}
