package io.dodil.buildsecrets.plan.cluster;

import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/// An API server that answers what it was told, and 404 else.
final class CallerServer extends Dispatcher implements AutoCloseable {

  private final Map<String, MockResponse> answers = new ConcurrentHashMap<>();
  private final MockWebServer server = new MockWebServer();

  CallerServer() throws IOException {
    server.setDispatcher(this);
    server.start();
  }

  /// @param call method and path without the query
  CallerServer answer(String call, int code, String body) {
    answers.put(call, new MockResponse.Builder().code(code).body(body).build());
    return this;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    var call = request.getMethod() + " " + request.getUrl().encodedPath();
    return answers.getOrDefault(call, new MockResponse.Builder().code(404).body("{}").build());
  }

  Kubeconfig kubeconfig() {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new Kubeconfig(config, "ci", "the cluster");
  }

  @Override
  public void close() {
    server.close();
  }
}
