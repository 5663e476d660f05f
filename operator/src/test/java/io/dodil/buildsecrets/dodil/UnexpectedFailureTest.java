package io.dodil.buildsecrets.dodil;

import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.NOTHING_SAVED;
import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.NOT_SENT;
import static io.dodil.buildsecrets.sync.SaveAnswer.Certainty.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.dodil.CallObserver.Call;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.NotAccepted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The HTTP client, or our own code, throws what nobody foresaw: the call is classified by how far
/// it came.
class UnexpectedFailureTest {

  @TempDir Path folder;
  Dodil dodil;
  final List<String> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    dodil = Dodil.started(folder);
    dodil.answering(Dodil.status(400).setHeader("Retry-After", "2147483648"), Dodil.saved());
  }

  @AfterEach
  void stop() {
    dodil.close();
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("canary"),
        new NoClassDefFoundError("canary"),
        new StackOverflowError(),
        new Exception("checked, and thrown by Kotlin all the same"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isAConnectionFailureBeforeTheRequestBegan(Throwable failure) throws IOException {
    var answer = save(c -> c.addInterceptor(throwing(failure)), () -> true, body(null));

    assertThat(answer)
        .isEqualTo(
            new NotAccepted(
                new Failure.ApiUnavailable(Optional.empty()), NOT_SENT, Optional.empty()));
    assertThat(seen).containsExactly(failure.getClass().getSimpleName(), "0");
    assertThat(dodil.server.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isUnclearWhenTheRequestHadBegun(Throwable failure) throws IOException {
    var answer = save(_ -> {}, () -> true, body(failure));

    assertThat(answer)
        .isEqualTo(new NotAccepted(new Failure.OutcomeUnknown(), UNCLEAR, Optional.empty()));
    assertThat(seen).containsExactly(failure.getClass().getSimpleName(), "0");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isTheAnswerWhenItsHeadHadArrived(Throwable failure) throws IOException {
    Interceptor late =
        chain -> {
          chain.proceed(chain.request()).close();
          throw UnexpectedFailureTest.<RuntimeException>sneaky(failure);
        };

    var answer = save(c -> c.networkInterceptors().addFirst(late), () -> true, body(null));

    assertThat(answer)
        .isEqualTo(
            new NotAccepted(
                new Failure.PayloadRejected(400), NOTHING_SAVED, Optional.of(RetryAfter.CAP)));
    assertThat(seen).containsExactly(failure.getClass().getSimpleName(), "400");
  }

  @Test
  void mayComeFromTheLastQuestionBeforeTheRequest() throws IOException {
    var answer =
        save(
            _ -> {},
            () -> {
              throw new IllegalStateException("canary");
            },
            body(null));

    assertThat(((NotAccepted) answer).certainty()).isEqualTo(NOT_SENT);
    assertThat(dodil.server.getRequestCount()).isZero();
  }

  @Test
  void mayComeFromTheMakingOfTheRequest() throws IOException {
    var result =
        transport(HttpClient.of(Dodil.settings(folder)))
            .exchange(
                new Transport.Caller(Call.SAVE, "staging"),
                () -> {
                  throw new IllegalArgumentException("canary");
                },
                "request-1",
                () -> true);

    assertThat(result)
        .isEqualTo(new CallResult.Failed(CallResult.IoFailure.Direct.CONNECTION, false));
    assertThat(seen).containsExactly("IllegalArgumentException", "0");
  }

  @Test
  void mayComeFromTheReadingOfTheBodyWhichIsDroppedThen() throws IOException {
    var answered = new CallResult.Answered(200, Optional.empty(), Dodil.BODY);

    var size =
        transport(HttpClient.of(Dodil.settings(folder)))
            .classified(
                new Transport.Caller(Call.TOKEN, "staging"),
                answered,
                result -> sizeOrThrow((CallResult.Answered) result));

    assertThat(size).isZero();
    assertThat(seen).containsExactly("IllegalStateException");
  }

  private static int sizeOrThrow(CallResult.Answered answered) {
    if (answered.body().isEmpty()) {
      return 0;
    }
    throw new IllegalStateException("canary");
  }

  @Test
  void ofTheObserverChangesNoAnswer() throws IOException {
    CallObserver broken =
        (_, _, _, _) -> {
          throw new IllegalStateException("canary");
        };

    var answer = save(_ -> {}, () -> true, body(null), broken);

    assertThat(((NotAccepted) answer).failure()).isEqualTo(new Failure.PayloadRejected(400));
  }

  private SaveAnswer save(
      Consumer<OkHttpClient.Builder> more, BooleanSupplier maySend, RequestBody body)
      throws IOException {
    return save(more, maySend, body, new Seen());
  }

  private SaveAnswer save(
      Consumer<OkHttpClient.Builder> more,
      BooleanSupplier maySend,
      RequestBody body,
      CallObserver observer)
      throws IOException {
    var client = HttpClient.of(Dodil.settings(folder)).newBuilder();
    more.accept(client);
    var transport =
        new Transport(client.build(), InstantSource.fixed(Dodil.NOW), "1.2.3", observer);
    try {
      var request = new Request.Builder().url(dodil.endpoint().apiUrl().toString()).put(body);
      var caller = new Transport.Caller(Call.SAVE, "staging");
      return SaveClassification.of(transport.exchange(caller, () -> request, "request-1", maySend));
    } finally {
      transport.close();
    }
  }

  private Transport transport(OkHttpClient client) {
    return new Transport(client, InstantSource.fixed(Dodil.NOW), "1.2.3", new Seen());
  }

  private static Interceptor throwing(Throwable failure) {
    return _ -> {
      throw UnexpectedFailureTest.<RuntimeException>sneaky(failure);
    };
  }

  /// A body that throws while it is written, unless there is nothing to throw.
  private static RequestBody body(@Nullable Throwable failure) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return OneShotBody.JSON;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        if (failure != null) {
          throw UnexpectedFailureTest.<RuntimeException>sneaky(failure);
        }
        sink.writeUtf8("{}");
      }
    };
  }

  /// Kotlin declares no exceptions, so any may come out of the client.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  private final class Seen implements CallObserver {

    @Override
    public void ended(Call call, String endpoint, int status, Duration took) {
      seen.add(String.valueOf(status));
    }

    @Override
    public void unexpected(Call call, String endpoint, Throwable failure) {
      seen.add(failure.getClass().getSimpleName());
    }
  }
}
