package io.dodil.buildsecrets.push;

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

  Exchange exchange(
      Caller caller, Supplier<Request.Builder> request, String requestId, BooleanSupplier maySend) {
    if (cancelled) {
      return new Exchange.Withheld();
    }
    var progress = new Progress(() -> !cancelled && maySend.getAsBoolean(), clock);
    long begin = System.nanoTime();
    var exchange = exchange(caller, request, requestId, progress);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    switch (exchange) {
      case Exchange.Answered(int status, _, _) -> ended(caller, status, took);
      case Exchange.Broken _ -> ended(caller, CallObserver.NO_ANSWER, took);
      case Exchange.Withheld() -> {}
    }
    return exchange;
  }

  private Exchange exchange(
      Caller caller, Supplier<Request.Builder> request, String requestId, Progress progress) {
    try {
      return send(complete(request.get(), requestId, progress), progress);
    } catch (Exception | Error e) {
      // Kotlin declares no exceptions: OkHttp waits for a connection, and that wait is interrupted
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      } else {
        unexpected(caller, e);
      }
      return failed(progress, Exchange.Break.CONNECTION);
    }
  }

  private Request complete(Request.Builder request, String requestId, Progress progress) {
    return request
        .header("User-Agent", userAgent)
        .header("X-Request-Id", requestId)
        // else OkHttp asks for gzip and unpacks without limit
        .header("Accept-Encoding", "identity")
        .header("Accept", "application/json")
        .tag(Progress.class, progress)
        .build();
  }

  private Exchange send(Request request, Progress progress) {
    var call = clients.of(request.url()).newCall(request);
    inFlight.add(call);
    if (cancelled) {
      call.cancel();
    }
    try (var response = call.execute()) {
      return answered(progress.head().orElseThrow(), body(response));
    } catch (IOException e) {
      return failed(progress, Exchange.Break.of(e, clients.isProxied(request.url())));
    } finally {
      inFlight.remove(call);
    }
  }

  /// What the exchange means; without its body when reading that fails unexpectedly.
  <T> T classified(Caller caller, Exchange exchange, Function<Exchange, T> classification) {
    try {
      return classification.apply(exchange);
    } catch (RuntimeException | Error e) {
      unexpected(caller, e);
      return classification.apply(exchange.withoutBody());
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

  private Exchange failed(Progress progress, Exchange.Break why) {
    boolean stops = cancelled || Thread.currentThread().isInterrupted();
    if (progress.withheld() || (stops && !progress.begun())) {
      return new Exchange.Withheld();
    }
    if (stops) {
      return new Exchange.Broken(Exchange.Break.CUT_OFF, true);
    }
    return progress
        .head()
        .map(head -> answered(head, Exchange.NO_BODY))
        .orElseGet(() -> new Exchange.Broken(why, progress.begun()));
  }

  private static Exchange answered(Progress.Head head, Sensitive body) {
    return new Exchange.Answered(head.status(), head.retryAfter(), body);
  }

  private static Sensitive body(Response response) throws IOException {
    if (!response.isSuccessful()) {
      return Exchange.NO_BODY;
    }
    var source = response.body().source();
    return source.request(MAX_ANSWER + 1L)
        ? Exchange.NO_BODY
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
