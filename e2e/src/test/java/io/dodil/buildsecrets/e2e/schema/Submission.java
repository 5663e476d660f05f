package io.dodil.buildsecrets.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.List;
import java.util.Optional;

/// The ways an object gets to the API server. Each is only tried, nothing stays.
public enum Submission {
  CREATE {
    @Override
    public void send(NonDeletingOperation<GenericKubernetesResource> object) {
      object.create();
    }
  },
  UPDATE {
    @Override
    public void send(NonDeletingOperation<GenericKubernetesResource> object) {
      object.update();
    }
  },
  SERVER_SIDE_APPLY {
    @Override
    public void send(NonDeletingOperation<GenericKubernetesResource> object) {
      object.serverSideApply();
    }
  };

  /// What [#UPDATE] turns into another one: it has to be there.
  public static final String EXISTING = "existing";

  public abstract void send(NonDeletingOperation<GenericKubernetesResource> object);

  /// Makes it, to stay.
  public static void existing(KubernetesClient client, String namespace, JsonNode object) {
    existing(client, namespace, object, EXISTING);
  }

  public static void existing(
      KubernetesClient client, String namespace, JsonNode object, String name) {
    client.resource(named(client, namespace, object, name)).create();
  }

  private static GenericKubernetesResource named(
      KubernetesClient client, String namespace, JsonNode object, String name) {
    var serialization = client.getKubernetesSerialization();
    return new GenericKubernetesResourceBuilder(
            serialization.convertValue(object, GenericKubernetesResource.class))
        .editMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }

  /// What the API server has against the object; empty: nothing.
  public Optional<Refusal> tried(KubernetesClient client, String namespace, JsonNode object) {
    var resource = named(client, namespace, object, this == UPDATE ? EXISTING : "tried");
    try {
      send(client.resource(resource).dryRun());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      var details = e.getStatus().getDetails();
      var causes = details == null ? List.<StatusCause>of() : details.getCauses();
      return Optional.of(new Refusal(e.getStatus().getMessage(), causes));
    }
  }

  /// A refusal as a person reads it.
  public record Refusal(String message, List<StatusCause> causes) {

    /// What is wrong where; not that it could not look further.
    public List<StatusCause> faults() {
      return causes.stream().filter(cause -> !cause.getField().equals("<nil>")).toList();
    }
  }
}
