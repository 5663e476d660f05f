package io.dodil.buildsecrets.kubernetes;

import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/// What an API server says when things go wrong.
public final class Answers {

  private Answers() {}

  public static MockResponse json(String body) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  /// An error, as the API server words it; what it quotes must not be printed.
  public static MockResponse status(int code) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("Content-Type", "application/json")
        .body(
            """
            {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
             "message": "no: quoted-canary", "reason": "quoted-canary", "code": %d}
            """
                .formatted(code))
        .build();
  }

  /// The connection breaks where the answer should begin.
  public static MockResponse cut() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  /// No answer comes, longer than anybody waits here.
  public static MockResponse hang() {
    return new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build();
  }
}
