package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.Save;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// A namespace with its organization, and what its people do.
record Team(
    KubernetesClient client, Sandbox sandbox, String namespace, String organization, String bot) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  Team withCredential(String secret) {
    secret("dodil", Map.of("client-id", bot, "client-secret", secret));
    return this;
  }

  /// Takes its resources along.
  void leave() {
    client.resources(BuildSecrets.class).inNamespace(namespace).delete();
  }

  /// Makes or replaces an Opaque Secret.
  Secret secret(String name, Map<String, String> data) {
    return secret("Opaque", name, data);
  }

  Secret secret(String type, String name, Map<String, String> data) {
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

  void label(String secret, String value) {
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
  BuildSecrets apply(String name, String groups) {
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
    return applyYaml(yaml + groups.indent(2));
  }

  BuildSecrets applyYaml(String yaml) {
    var resource = client.getKubernetesSerialization().unmarshal(yaml, BuildSecrets.class);
    return client.resource(resource).forceConflicts().serverSideApply();
  }

  BuildSecrets resource(String name) {
    return client.resources(BuildSecrets.class).inNamespace(namespace).withName(name).get();
  }

  BuildSecretsStatus status(String name) {
    return resource(name).getStatus();
  }

  Condition condition(String name, String type) {
    return status(name).condition(type).orElseThrow();
  }

  BuildSecretsStatus awaitReady(String name) {
    return await(name, s -> s.isTrue("Ready"));
  }

  BuildSecretsStatus awaitReason(String name, String reason) {
    return await(
        name, s -> s.condition("Ready").filter(c -> c.reason().equals(reason)).isPresent());
  }

  BuildSecretsStatus await(String name, Predicate<BuildSecretsStatus> condition) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(name), condition);
  }

  List<Save> saves() {
    return sandbox.saves(organization);
  }

  void awaitSaves(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(saves()).hasSizeGreaterThanOrEqualTo(count));
  }

  /// Returns when the status speaks of that version of a Secret.
  void awaitSavedVersion(String name, Secret secret) {
    var version = secret.getMetadata().getResourceVersion();
    var secretName = secret.getMetadata().getName();
    await(
        name, s -> s.lastSave() != null && version.equals(s.lastSave().versions().get(secretName)));
  }
}
