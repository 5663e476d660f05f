package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.sync.LiveState;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// Reads by name, from the API server itself.
final class ClusterReads implements LiveState {

  private final KubernetesClient client;
  private final SecretRequest secrets;

  ClusterReads(KubernetesClient client) {
    this.client = client;
    this.secrets = new SecretRequest(client);
  }

  @Override
  public ResourceRead read(ResourceId id) {
    try {
      var found =
          client
              .resources(BuildSecrets.class)
              .inNamespace(id.namespace())
              .withName(id.name())
              .get();
      return found == null
          ? new ResourceRead.Absent()
          : Resources.candidate(found)
              .<ResourceRead>map(ResourceRead.Found::new)
              .orElseGet(ResourceRead.Absent::new);
    } catch (KubernetesClientException e) {
      return new ResourceRead.Failed();
    }
  }

  @Override
  public SecretRead read(String namespace, String name) {
    return secrets.read(namespace, name);
  }
}
