package io.dodil.buildsecrets.kubernetes.client;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.observe.log.RedactedException;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.sync.FairSlots;
import io.dodil.buildsecrets.sync.LiveState;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads by name, from the API server itself.
public final class ClusterReads implements LiveState {

  private static final Logger log = LoggerFactory.getLogger(ClusterReads.class);

  /// Each of them holds a resource several times while it is parsed.
  private static final int AT_A_TIME = 32;

  private final FairSlots slots = new FairSlots(AT_A_TIME);
  private final KubernetesClient client;
  private final SecretRequest secrets;

  public ClusterReads(KubernetesClient client) {
    this.client = client;
    this.secrets = new SecretRequest(client);
  }

  @Override
  public ResourceRead read(ResourceId id) {
    try (var _ = slots.acquire(id.namespace())) {
      var found =
          client
              .resources(BuildSecrets.class)
              .inNamespace(id.namespace())
              .withName(id.name())
              .get();
      return found == null
          ? new ResourceRead.Absent()
          : Resources.resource(found)
              .<ResourceRead>map(ResourceRead.Found::new)
              .orElseGet(ResourceRead.Absent::new);
    } catch (RuntimeException | Error e) {
      failed(e, id.namespace(), "name", id.name());
      return new ResourceRead.Failed();
    }
  }

  @Override
  public SecretRead read(String namespace, String name) {
    try {
      return secrets.read(namespace, name);
    } catch (Exception | Error e) {
      failed(e, namespace, "secret", name);
      return new SecretRead.Failed();
    }
  }

  /// The status says that a read failed; what nobody foresaw is for the log.
  private static void failed(Throwable failure, String namespace, String kind, String name) {
    if (!ClusterFailure.isForeseen(failure)) {
      RedactedException.in(log.atError(), failure)
          .addKeyValue("namespace", namespace)
          .addKeyValue(kind, name)
          .log("a read failed unexpectedly, will try again");
    }
  }
}
