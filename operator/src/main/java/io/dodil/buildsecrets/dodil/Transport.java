package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Does one call and says what was seen of it. Whatever the other side sent, and whatever the HTTP
/// client or our own code throws meanwhile, ends here.
final class Transport {

  /// Of an answer's body, in bytes.
  static final int MAX_ANSWER = 64 << 10;

  private final OriginClients clients;
  private final InstantSource clock;
  private final CallObserver observer;
  private final String userAgent;
  // OkHttp's dispatcher forgets a call before the body of its answer is read
  private final Set<Call> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  Transport(OkHttpClient client, InstantSource clock, String version, CallObserver observer) {
    this.clients = new OriginClients(client);
    this.clock = clock;
    this.observer = observer;
    this.userAgent = "buildsecrets-operator/" + version;
  }

  /// One call of one endpoint.
  record Caller(CallObserver.Call call, String endpoint) {}

  CallResult exchange(
      Caller caller, Supplier<Request.Builder> request, String requestId, BooleanSupplier maySend) {
    if (cancelled) {
      return new CallResult.NotSent();
    }
    var progress = new CallProgress(() -> !cancelled && maySend.getAsBoolean(), clock);
    long begin = System.nanoTime();
    var result = exchange(caller, request, requestId, progress);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    switch (result) {
      case CallResult.Answered(int status, _, _) -> ended(caller, status, took);
      case CallResult.Failed _ -> ended(caller, CallObserver.NO_ANSWER, took);
      case CallResult.NotSent() -> {}
    }
    return result;
  }

  private CallResult exchange(
      Caller caller, Supplier<Request.Builder> request, String requestId, CallProgress progress) {
    try {
      return send(complete(request.get(), requestId, progress), progress);
    } catch (Exception | Error e) {
      // Kotlin declares no exceptions: OkHttp waits for a connection, and that wait is interrupted
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      } else {
        unexpected(caller, e);
      }
      return failed(progress, CallResult.IoFailure.Direct.CONNECTION);
    }
  }

  private Request complete(Request.Builder request, String requestId, CallProgress progress) {
    return request
        .header("User-Agent", userAgent)
        .header("X-Request-Id", requestId)
        // else OkHttp asks for gzip and unpacks without limit
        .header("Accept-Encoding", "identity")
        .header("Accept", "application/json")
        .tag(CallProgress.class, progress)
        .build();
  }

  private CallResult send(Request request, CallProgress progress) {
    var call = clients.of(request.url()).newCall(request);
    inFlight.add(call);
    if (cancelled) {
      call.cancel();
    }
    try (var response = call.execute()) {
      return answered(progress.head().orElseThrow(), body(response));
    } catch (IOException e) {
      return failed(progress, CallResult.IoFailure.of(e, clients.isProxied(request.url())));
    } finally {
      inFlight.remove(call);
    }
  }

  /// What the exchange means; without its body when reading that fails unexpectedly.
  <T> T classified(Caller caller, CallResult result, Function<CallResult, T> classification) {
    try {
      return classification.apply(result);
    } catch (RuntimeException | Error e) {
      unexpected(caller, e);
      return classification.apply(result.withoutBody());
    }
  }

  /// Ends the calls in flight; none begins after it.
  void cancelAll() {
    cancelled = true;
    inFlight.forEach(Call::cancel);
  }

  void close() {
    cancelAll();
    clients.close();
  }

  private CallResult failed(CallProgress progress, CallResult.IoFailure why) {
    boolean stops = cancelled || Thread.currentThread().isInterrupted();
    if (progress.notSent() || (stops && !progress.begun())) {
      return new CallResult.NotSent();
    }
    if (stops) {
      return new CallResult.Failed(CallResult.IoFailure.Direct.CUT_OFF, true);
    }
    return progress
        .head()
        .map(head -> answered(head, CallResult.NO_BODY))
        .orElseGet(() -> new CallResult.Failed(why, progress.begun()));
  }

  private static CallResult answered(CallProgress.Head head, Sensitive body) {
    return new CallResult.Answered(head.status(), head.retryAfter(), body);
  }

  private static Sensitive body(Response response) throws IOException {
    if (!response.isSuccessful()) {
      return CallResult.NO_BODY;
    }
    var source = response.body().source();
    return source.request(MAX_ANSWER + 1L)
        ? CallResult.NO_BODY
        : Sensitive.of(source.readByteArray());
  }

  private void ended(Caller caller, int status, Duration took) {
    try {
      observer.ended(caller.call(), caller.endpoint(), status, took);
    } catch (RuntimeException | Error e) {
      unexpected(caller, e);
    }
  }

  private void unexpected(Caller caller, Throwable failure) {
    try {
      observer.unexpected(caller.call(), caller.endpoint(), failure);
    } catch (RuntimeException | Error _) {
      // what became of the call is not the observer's to change
    }
  }
}
