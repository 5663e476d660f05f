package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Faults of the connection.
final class BrokenConnectionTest {

  private static final String ARGS = "{\"buildSecrets\":{\"A\":\"fake-value\"}}";

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

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
}
