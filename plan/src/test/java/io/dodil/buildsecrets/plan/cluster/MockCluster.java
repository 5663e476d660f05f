package io.dodil.buildsecrets.plan.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/// An API server that keeps objects, and answers in place of that what it is told to.
final class MockCluster implements AutoCloseable {

  static final String RESOURCES = "/apis/ignite.dodil.io/v1alpha1/namespaces/ci/buildsecrets";
  static final String TRY_OUT = RESOURCES + "?dryRun=All&fieldValidation=Strict";
  static final String SECRETS = "/api/v1/namespaces/ci/secrets";

  private final Map<ServerRequest, Queue<ServerResponse>> answers = new HashMap<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          answers,
          new KubernetesMixedDispatcher(answers),
          false);
  private final KubernetesClient client;

  MockCluster() {
    server.init();
    client = server.createClient();
  }

  /// Creates what the manifest holds.
  void apply(String manifest) {
    client.load(new ByteArrayInputStream(manifest.getBytes(UTF_8))).create();
  }

  MockCluster answerGet(String path, int code, Object body) {
    server.expect().get().withPath(path).andReturn(code, body).always();
    return this;
  }

  MockCluster answerTryOut(int code, Object body) {
    server.expect().post().withPath(TRY_OUT).andReturn(code, body).always();
    return this;
  }

  RecordedRequest lastRequest() throws InterruptedException {
    return server.getLastRequest();
  }

  Kubeconfig kubeconfig() {
    var config =
        new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    return new Kubeconfig(config, "ci", "the cluster");
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
