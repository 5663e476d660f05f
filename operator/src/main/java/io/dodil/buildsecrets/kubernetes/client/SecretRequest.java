package io.dodil.buildsecrets.kubernetes.client;

import io.dodil.buildsecrets.resolve.SecretRead;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reads a Secret of the API server as a stream. By way of fabric8's Secret, whose values are
/// Strings, one of 1 MiB takes nine at times.
public final class SecretRequest {

  private static final long TIMEOUT_SECONDS = 10;

  private final KubernetesClient client;

  public SecretRequest(KubernetesClient client) {
    this.client = client;
  }

  /// Reads one Secret by its name.
  ///
  /// @throws KubernetesClientException with its status, when the API server refused or failed
  /// @throws ExecutionException when there was no answer
  /// @throws TimeoutException when there was none in time
  /// @throws IOException when the answer ended early or is no Secret
  public SecretRead read(String namespace, String name)
      throws ExecutionException, TimeoutException, IOException {
    if (!Resources.isName(namespace) || !Resources.isName(name)) {
      return new SecretRead.Absent();
    }
    var path = "api/v1/namespaces/%s/secrets/%s".formatted(namespace, name);
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
            .header("Accept", "application/json")
            // to compress a large one costs the API server more than to send it
            .header("Accept-Encoding", "identity")
            .build();
    var answer = http.sendAsync(request, InputStream.class);
    try {
      return read(answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException | IOException e) {
      answer.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new SecretRead.Failed();
    }
  }

  private static SecretRead read(HttpResponse<InputStream> response) throws IOException {
    var deadline = new CompletableFuture<Void>().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    try (var body = response.body()) {
      // a read that waits for an answer that doesn't go on ends by that
      deadline.exceptionally(_ -> closed(body));
      return switch (response.code()) {
        case HttpURLConnection.HTTP_OK -> new SecretRead.Found(SecretJson.read(body));
        case HttpURLConnection.HTTP_NOT_FOUND -> new SecretRead.Absent();
        default -> throw new KubernetesClientException("no Secret", response.code(), null);
      };
    } finally {
      deadline.complete(null);
    }
  }

  private static @Nullable Void closed(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // it ends all the same
    }
    return null;
  }
}
