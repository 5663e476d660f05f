package io.dodil.buildsecrets.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.schema.Submission.Refusal;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Optional;

/// A namespace to try objects in, with a good one to be updated.
record SchemaNamespace(KubernetesClient client, String namespace) implements AutoCloseable {

  static SchemaNamespace prepare(Cluster cluster) {
    var trial = new SchemaNamespace(impatient(cluster), cluster.newNamespace());
    Submission.existing(trial.client, trial.namespace, SchemaCase.good("git-alone").object());
    return trial;
  }

  /// The API server answers 500 to an apply that doesn't fit the types, which is tried again else.
  private static KubernetesClient impatient(Cluster cluster) {
    var config =
        new ConfigBuilder(cluster.controlPlane().config()).withRequestRetryBackoffLimit(0).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  Optional<Refusal> of(Submission way, JsonNode object) {
    return way.tried(client, namespace, object);
  }

  @Override
  public void close() {
    client
        .genericKubernetesResources("ignite.dodil.io/v1alpha1", "BuildSecrets")
        .inNamespace(namespace)
        .delete();
    client.close();
  }
}
