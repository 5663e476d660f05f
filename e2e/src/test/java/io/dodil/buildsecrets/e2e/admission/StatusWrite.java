package io.dodil.buildsecrets.e2e.admission;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ways a status gets to the API server. Each is only tried, nothing stays.
enum StatusWrite {
  MERGE_PATCH(PatchType.JSON_MERGE, "{\"status\":{\"lastHandledSyncRequest\":\"%2$s\"}}"),
  JSON_PATCH(
      PatchType.JSON,
      "[{\"op\":\"add\",\"path\":\"/status/lastHandledSyncRequest\",\"value\":\"%2$s\"}]"),
  SERVER_SIDE_APPLY(
      PatchType.SERVER_SIDE_APPLY,
      """
      {"apiVersion": "ignite.dodil.io/v1alpha1", "kind": "BuildSecrets",
       "metadata": {"name": "%1$s"}, "status": {"lastHandledSyncRequest": "%2$s"}}
      """),
  UPDATE(PatchType.JSON_MERGE, "") {
    @Override
    void send(KubernetesClient client, String namespace, String name) {
      var path =
          "/apis/ignite.dodil.io/v1alpha1/namespaces/%s/buildsecrets/%s".formatted(namespace, name);
      var object =
          client
              .genericKubernetesResources("ignite.dodil.io/v1alpha1", "BuildSecrets")
              .inNamespace(namespace)
              .withName(name)
              .get();
      object.setAdditionalProperty("status", Map.of("lastHandledSyncRequest", FORGED));
      client.raw(path + "/status?dryRun=All", "PUT", object);
    }
  };

  private static final String FORGED = "forged";

  private final PatchType type;
  private final String patch;

  StatusWrite(PatchType type, String patch) {
    this.type = type;
    this.patch = patch;
  }

  void send(KubernetesClient client, String namespace, String name) {
    var dryRun =
        new PatchContext.Builder()
            .withPatchType(type)
            .withFieldManager("somebody")
            .withForce(type == PatchType.SERVER_SIDE_APPLY ? true : null)
            .withDryRun(List.of("All"))
            .build();
    client
        .resources(BuildSecrets.class)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(dryRun, patch.formatted(name, FORGED));
  }

  /// What the API server has against it; empty: nothing.
  Optional<String> tried(KubernetesClient client, String namespace, String name) {
    try {
      send(client, namespace, name);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(e.getStatus().getMessage());
    }
  }
}
