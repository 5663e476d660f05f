package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.StatusWrites;
import io.dodil.buildsecrets.sync.FairSlots;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes statuses by server-side apply (KEP-555): what we leave out is removed, and what others
/// own stays. Where somebody else has written our fields, apply can't remove what it never had;
/// then a merge patch replaces all our fields.
public final class StatusWriter implements StatusWrites {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  static final String FIELD_MANAGER = "buildsecrets-operator";

  private static final int UNPROCESSABLE = 422;

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(FIELD_MANAGER)
          .build();

  private static final List<String> OPTIONAL_FIELDS =
      List.of(
          "lastSave",
          "tokenExpirationTime",
          "lastHandledSyncRequest",
          "progressingSince",
          "inDoubtUntil");

  /// The API server answers each with the whole resource.
  private static final int AT_A_TIME = 32;

  private final FairSlots slots = new FairSlots(AT_A_TIME);
  private final KubernetesClient client;
  private final BooleanSupplier leads;

  /// @param leads whether this process may still write
  public StatusWriter(KubernetesClient client, BooleanSupplier leads) {
    this.client = client;
    this.leads = leads;
  }

  @Override
  public Written write(ResourceId id, BuildSecretsStatus status) {
    try (var _ = slots.acquire(id.namespace())) {
      if (!leads.getAsBoolean()) {
        return new Written.Failed();
      }
      var written = apply(id, status);
      if (written.getMetadata().getUid().equals(id.uid()) && !says(written, status)) {
        written = merge(written, status);
      }
      return new Written.To(written.getMetadata().getUid());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return new Written.Gone();
      }
      log.atWarn()
          .addKeyValue("namespace", id.namespace())
          .addKeyValue("name", id.name())
          .addKeyValue("reason", ClusterFailure.of(e))
          .log("could not write the status, will try again");
      return new Written.Failed();
    }
  }

  /// Where somebody else has written a part of an object, apply removes our part of it only, and
  /// what is left may be invalid (422). Then nothing is applied, and all is replaced.
  private BuildSecrets apply(ResourceId id, BuildSecretsStatus status) {
    try {
      return applyOurs(id, status);
    } catch (KubernetesClientException e) {
      if (e.getCode() == UNPROCESSABLE) {
        return client
            .resources(BuildSecrets.class)
            .inNamespace(id.namespace())
            .withName(id.name())
            .require();
      }
      throw e;
    }
  }

  private BuildSecrets applyOurs(ResourceId id, BuildSecretsStatus status) {
    var patch = new BuildSecrets();
    patch.setMetadata(
        new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
    patch.setStatus(status);
    return client.resource(patch).subresource("status").patch(APPLY);
  }

  private static boolean says(BuildSecrets written, BuildSecretsStatus status) {
    return written.getStatus() != null && written.getStatus().onlyOurs().equals(status);
  }

  /// Only of this very version, so that nothing is lost that comes between.
  private BuildSecrets merge(BuildSecrets applied, BuildSecretsStatus status) {
    var serialization = client.getKubernetesSerialization();
    var ours = serialization.convertValue(status, ObjectNode.class);
    OPTIONAL_FIELDS.stream().filter(field -> !ours.has(field)).forEach(ours::putNull);
    ours.set(
        "conditions",
        serialization
            .convertValue(
                new BuildSecretsStatus(
                    -1L, conditions(applied, status), null, null, null, null, null),
                ObjectNode.class)
            .path("conditions"));
    var patch = ours.objectNode();
    patch.putObject("metadata").put("resourceVersion", applied.getMetadata().getResourceVersion());
    patch.set("status", ours);
    return client
        .resources(BuildSecrets.class)
        .inNamespace(applied.getMetadata().getNamespace())
        .withName(applied.getMetadata().getName())
        .subresource("status")
        .patch(MERGE, patch.toString());
  }

  /// Those of other types stay.
  private static List<Condition> conditions(BuildSecrets applied, BuildSecretsStatus status) {
    var there =
        applied.getStatus() == null ? List.<Condition>of() : applied.getStatus().conditions();
    return Stream.concat(status.conditions().stream(), there.stream().filter(c -> !c.isOurs()))
        .toList();
  }
}
