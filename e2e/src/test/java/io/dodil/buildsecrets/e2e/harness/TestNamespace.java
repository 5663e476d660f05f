package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.Save;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// A namespace with its organization, and what its people do.
public record TestNamespace(
    KubernetesClient client, Sandbox sandbox, String namespace, String organization, String bot) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public TestNamespace withCredential(String secret) {
    secret("dodil", Map.of("client-id", bot, "client-secret", secret));
    return this;
  }

  /// The secret of its service account, until somebody rotates it.
  public String botSecret() {
    return bot.replace("bot-", "client-secret-");
  }

  /// The same organization in another namespace.
  public TestNamespace at(String other) {
    return new TestNamespace(client, sandbox, other, organization, bot);
  }

  /// Takes its resources along.
  public void leave() {
    client.resources(BuildSecrets.class).inNamespace(namespace).delete();
  }

  /// Makes or replaces an Opaque Secret.
  public Secret secret(String name, Map<String, String> data) {
    return secret("Opaque", name, data);
  }

  public Secret secret(String type, String name, Map<String, String> data) {
    return client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  public void label(String secret, String value) {
    client
        .secrets()
        .inNamespace(namespace)
        .withName(secret)
        .edit(
            s ->
                new SecretBuilder(s)
                    .editMetadata()
                    .addToLabels("edited", value)
                    .endMetadata()
                    .build());
  }

  /// Makes or replaces a resource of this organization; the rest of its spec as YAML.
  public BuildSecrets apply(String name, String groups) {
    return applyYaml(yaml(name, groups));
  }

  /// With the ready-made token of Secret "ready-made".
  public BuildSecrets applyWithToken(String name, String groups) {
    return applyYaml(yamlWithToken(name, groups));
  }

  public String yamlWithToken(String name, String groups) {
    return yaml(name, groups)
        .replace(
            "{clientCredentials: {secretRef: {name: dodil}}}",
            "{token: {secretKeyRef: {name: ready-made, key: token}}}");
  }

  public String yaml(String name, String groups) {
    var yaml =
        """
        apiVersion: ignite.dodil.io/v1alpha1
        kind: BuildSecrets
        metadata: {name: %s, namespace: %s}
        spec:
          endpoint: staging
          organization: %s
          auth: {clientCredentials: {secretRef: {name: dodil}}}
        """
            .formatted(name, namespace, organization);
    return yaml + groups.indent(2);
  }

  public BuildSecrets applyYaml(String yaml) {
    var resource = client.getKubernetesSerialization().unmarshal(yaml, BuildSecrets.class);
    return client.resource(resource).forceConflicts().serverSideApply();
  }

  public BuildSecrets resource(String name) {
    return client.resources(BuildSecrets.class).inNamespace(namespace).withName(name).get();
  }

  public BuildSecretsStatus status(String name) {
    return resource(name).getStatus();
  }

  /// As the API server holds it: our own records might leave something out.
  public JsonNode rawStatus(String name) {
    var resource =
        client
            .genericKubernetesResources("ignite.dodil.io/v1alpha1", "BuildSecrets")
            .inNamespace(namespace)
            .withName(name)
            .get();
    return Yaml.MAPPER.valueToTree(resource.getAdditionalProperties().get("status"));
  }

  public Condition condition(String name, String type) {
    return status(name).condition(type).orElseThrow();
  }

  public BuildSecretsStatus awaitReady(String name) {
    return await(name, s -> s.isTrue("Ready"));
  }

  public BuildSecretsStatus awaitReason(String name, String reason) {
    return await(
        name, s -> s.condition("Ready").filter(c -> c.reason().equals(reason)).isPresent());
  }

  public BuildSecretsStatus await(String name, Predicate<BuildSecretsStatus> condition) {
    return await(name, condition, PATIENCE);
  }

  public BuildSecretsStatus await(
      String name, Predicate<BuildSecretsStatus> condition, Duration patience) {
    return Awaitility.await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(name), condition);
  }

  /// As people do: a Java client would write defaults into the rest of the spec.
  public void patch(String name, String json) {
    client
        .resources(BuildSecrets.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  public void requestSync(String name, String text) {
    patch(
        name,
        "{\"metadata\":{\"annotations\":{\"ignite.dodil.io/sync-requested-at\":\"%s\"}}}"
            .formatted(text));
  }

  /// Of its namespace, the oldest first.
  public List<Event> events() {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .sorted(
            Comparator.comparing((Event e) -> Objects.requireNonNull(e.getEventTime()).getTime()))
        .toList();
  }

  public List<Save> saves() {
    return sandbox.saves(organization);
  }

  public void awaitSaves(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(saves()).hasSizeGreaterThanOrEqualTo(count));
  }

  /// Returns when the status speaks of that version of a Secret.
  public void awaitSavedVersion(String name, Secret secret) {
    var version = secret.getMetadata().getResourceVersion();
    var secretName = secret.getMetadata().getName();
    await(
        name, s -> s.lastSave() != null && version.equals(s.lastSave().versions().get(secretName)));
  }
}
