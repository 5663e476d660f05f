package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.model.TlsCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls the Kubernetes API as the caller.
final class ApiServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TIMEOUT_SECONDS = 30;

  private final KubernetesClient client;
  private final String place;

  /// For sentences: by which proxy it is reached.
  private final String way;

  ApiServer(Kubeconfig kubeconfig) {
    this.client = new KubernetesClientBuilder().withConfig(kubeconfig.config()).build();
    this.place = kubeconfig.place();
    this.way = kubeconfig.proxy().map(" through proxy "::concat).orElse("");
  }

  /// What it answered.
  record Answer(int code, JsonNode body) {

    boolean isGood() {
      return code >= 200 && code < 300;
    }
  }

  Answer get(String path) throws CommandFailure {
    return answer(request(path).build());
  }

  Answer post(String path, JsonNode object) throws CommandFailure {
    return answer(request(path).post("application/json", object.toString()).build());
  }

  private HttpRequest.Builder request(String path) {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
        .header("Accept", "application/json");
  }

  private Answer answer(HttpRequest request) throws CommandFailure {
    var call = client.getHttpClient().sendAsync(request, byte[].class);
    try {
      var response = call.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (response.code() == 401) {
        throw new CommandFailure(place + " does not accept your credentials (401)");
      }
      return new Answer(response.code(), tree(response.body()));
    } catch (ExecutionException e) {
      throw new CommandFailure(place + unreachable(e));
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new CommandFailure(place + " can't be reached" + way);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(place + " was not waited for");
    }
  }

  private String unreachable(ExecutionException failure) {
    if (TlsCause.isIn(failure)) {
      return " gives no trusted TLS connection: its certificate is not of the CA in the kubeconfig,"
          + " for another name, or expired";
    }
    return " can't be reached" + way;
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  CommandFailure failed(Answer answer) {
    return new CommandFailure("%s answered %d".formatted(place, answer.code()));
  }

  @Override
  public void close() {
    client.close();
  }
}
