package io.dodil.buildsecrets.kubernetes.client;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/// fabric8's API server: it keeps objects, and answers in place of that what it is told to. Clients
/// read as the operator does, and try each call once.
final class MockApi implements AutoCloseable {

  static final String ALL = "/apis/ignite.dodil.io/v1alpha1/buildsecrets";
  static final String IN_CI = "/apis/ignite.dodil.io/v1alpha1/namespaces/ci/buildsecrets";

  private final Map<ServerRequest, Queue<ServerResponse>> answers = new HashMap<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          answers,
          new KubernetesMixedDispatcher(answers),
          false);

  MockApi() {
    server.init();
  }

  /// Answers the next GET of this path; then the one after it, and so on.
  MockApi once(String path, int status, Object body) {
    server.expect().get().withPath(path).andReturn(status, body).once();
    return this;
  }

  KubernetesClient client() {
    try (var any = server.createClient()) {
      var config = any.getConfiguration();
      config.setRequestRetryBackoffLimit(0);
      return Clients.forCommand(config);
    }
  }

  @Override
  public void close() {
    server.destroy();
  }
}
