package io.dodil.buildsecrets.kubernetes.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Sees how the Kubernetes API answers: a right that is taken away while the operator runs shows
/// nowhere else before something has to be read.
final class ClusterCalls implements Interceptor {

  private static final Pattern WATCH = Pattern.compile("(.*&)?watch=true(&.*)?");
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/apis?/(?:[^/]+/)?[^/]+/(?:namespaces/[^/]+/)?(buildsecrets|secrets|events|leases)"
              + "(/[^/]+)?(/status)?");

  private final ClusterCallObserver observer;

  ClusterCalls(ClusterCallObserver observer) {
    this.observer = observer;
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return request.method().equals("PATCH") ? new Refusal(consumer) : consumer;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    var refusal = consumer.unwrap(Refusal.class);
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN
        && refusal != null
        && response.body() instanceof AsyncBody body) {
      var _ = body.done().whenComplete((_, _) -> tell(request, refusal.status()));
    } else {
      tell(request, response.code());
    }
  }

  /// Of a watch; other failures come by [#after] as well.
  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    tell(response.request(), response.code());
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    tell(request, ClusterCallObserver.NO_ANSWER);
  }

  private void tell(HttpRequest request, int status) {
    var path = RESOURCE.matcher(request.uri().getPath());
    if (path.matches()) {
      var resource = path.group(3) == null ? path.group(1) : path.group(1) + path.group(3);
      observer.answered(verb(request, path.group(2) != null), resource, status);
    } else {
      observer.answered(verb(request, true), "other", status);
    }
  }

  /// As RBAC calls it.
  private static String verb(HttpRequest request, boolean named) {
    return switch (request.method()) {
      case "GET" -> isWatch(request) ? "watch" : named ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      default -> "other";
    };
  }

  private static boolean isWatch(HttpRequest request) {
    var query = request.uri().getQuery();
    return query != null && WATCH.matcher(query).matches();
  }
}
