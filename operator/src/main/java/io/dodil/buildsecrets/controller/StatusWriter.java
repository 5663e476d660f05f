package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes statuses by server-side apply (KEP-555): what we leave out is removed, what others own
/// stays.
final class StatusWriter {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  static final String FIELD_MANAGER = "buildsecrets-operator";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /// Whether the cluster knows it now; of a resource that is gone there is nothing to know.
  boolean write(ResourceId id, BuildSecretsStatus status) {
    var patch = new BuildSecrets();
    patch.setMetadata(
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
    patch.setStatus(status);
    try {
      client.resource(patch).subresource("status").patch(APPLY);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return true;
      }
      log.atWarn()
          .addKeyValue("namespace", id.namespace())
          .addKeyValue("name", id.name())
          .addKeyValue("reason", ClusterFailure.of(e))
          .log("could not write the status, will try again");
      return false;
    }
  }
}
