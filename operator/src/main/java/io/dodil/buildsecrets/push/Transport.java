package io.dodil.buildsecrets.push;

import io.dodil.buildsecrets.model.Loopback;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import java.net.Proxy;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Does one call and says what was seen of it. Whatever the other side sent, and every exception,
/// ends here.
final class Transport {

  /// Of an answer's body, in bytes.
  static final int MAX_ANSWER = 64 << 10;

  private static final Sensitive NONE = Sensitive.of(new byte[0]);

  private final OkHttpClient client;
  private final OkHttpClient loopback;
  private final InstantSource clock;
  private final CallObserver observer;
  private final String userAgent;
  private volatile boolean cancelled;

  Transport(OkHttpClient client, InstantSource clock, String version, CallObserver observer) {
    this.client = client;
    this.loopback = HttpClient.forLoopback(client);
    this.clock = clock;
    this.observer = observer;
    this.userAgent = "buildsecrets-operator/" + version;
  }

  /// One call of one endpoint.
  record Caller(CallObserver.Call call, String endpoint) {}

  Exchange exchange(
      Caller caller, Request.Builder request, String requestId, BooleanSupplier maySend) {
    if (cancelled) {
      return new Exchange.Withheld();
    }
    long begin = System.nanoTime();
    var exchange = exchange(request, requestId, maySend);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    switch (exchange) {
      case Exchange.Answered(int status, _, _) ->
          observer.ended(caller.call(), caller.endpoint(), status, took);
      case Exchange.Broken _ ->
          observer.ended(caller.call(), caller.endpoint(), CallObserver.NO_ANSWER, took);
      case Exchange.Withheld() -> {}
    }
    return exchange;
  }

  private Exchange exchange(Request.Builder request, String requestId, BooleanSupplier maySend) {
    // once more with the connection up, as cancelAll sees no call that isn't executed yet
    var progress = new Progress(() -> !cancelled && maySend.getAsBoolean());
    var full =
        request
            .header("User-Agent", userAgent)
            .header("X-Request-Id", requestId)
            // else OkHttp asks for gzip and unpacks without limit
            .header("Accept-Encoding", "identity")
            .header("Accept", "application/json")
            .tag(Progress.class, progress)
            .build();
    try (var response = clientFor(full).newCall(full).execute()) {
      return answered(progress.head().orElseThrow(), body(response));
    } catch (IOException e) {
      return failed(full, progress, e);
    }
  }

  /// Ends the calls in flight; none begins after it.
  void cancelAll() {
    cancelled = true;
    client.dispatcher().cancelAll();
  }

  void close() {
    cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private OkHttpClient clientFor(Request request) {
    return Loopback.includes(request.url().host()) ? loopback : client;
  }

  private boolean isProxied(Request request) {
    return client.proxy() == null
        && client.proxySelector().select(request.url().uri()).stream()
            .anyMatch(proxy -> proxy.type() == Proxy.Type.HTTP);
  }

  private Exchange failed(Request request, Progress progress, IOException e) {
    if (progress.withheld() || (cancelled && !progress.begun())) {
      return new Exchange.Withheld();
    }
    return progress
        .head()
        .map(head -> answered(head, NONE))
        .orElseGet(() -> new Exchange.Broken(kind(e, request), progress.begun()));
  }

  private Exchange answered(Progress.Head head, Sensitive body) {
    var retryAfter = RetryAfter.parse(head.retryAfter().orElse(null), clock.instant());
    return new Exchange.Answered(head.status(), retryAfter, body);
  }

  private static Sensitive body(Response response) throws IOException {
    if (!response.isSuccessful()) {
      return NONE;
    }
    var source = response.body().source();
    return source.request(MAX_ANSWER + 1L) ? NONE : Sensitive.of(source.readByteArray());
  }

  private Exchange.Break kind(IOException e, Request request) {
    if (e instanceof ProxyLogin.Refused) {
      return Exchange.Break.PROXY_LOGIN;
    }
    if (e instanceof SSLException || e.getCause() instanceof CertificateException) {
      return Exchange.Break.TLS;
    }
    return isProxied(request) ? Exchange.Break.PROXY : Exchange.Break.CONNECTION;
  }
}
