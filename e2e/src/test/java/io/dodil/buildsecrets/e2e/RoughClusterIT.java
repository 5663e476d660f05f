package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What needs a control plane of its own, since it would disturb all others.
class RoughClusterIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void goesOnWhenTheApiServerComesBack() throws Exception {
    try (var cluster = Cluster.start();
        var stage = Stage.set(cluster)) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "before"));
      team.apply("one", NPM);
      team.awaitReady("one");

      cluster.controlPlane().stopApiServer();
      cluster.controlPlane().startApiServer();
      var rotated = team.secret("npm", Map.of("token", "after"));

      team.awaitSavedVersion("one", rotated);
      assertThat(stage.sandbox().holdings(team.organization()).buildSecrets())
          .containsEntry("NPM_TOKEN", "after");
      assertThat(team.saves()).hasSize(2);
      cluster.statuses().assertRulesHeld();
    }
  }

  @Test
  void aResourceOfANewerVersionStopsNobody() throws Exception {
    try (var cluster = Cluster.start();
        var stage = Stage.set(cluster)) {
      allowAnythingInSpec(cluster);
      var team = stage.newTeam();
      var other = stage.newTeam();
      team.secret("npm", Map.of("token", "x"));
      other.secret("npm", Map.of("token", "x"));

      team.client()
          .genericKubernetesResources("ignite.dodil.io/v1alpha1", "BuildSecrets")
          .inNamespace(team.namespace())
          .load(newer(team))
          .create();
      other.apply("one", NPM);

      team.awaitReady("one");
      other.awaitReady("one");
      assertThat(team.saves()).hasSize(1);
      cluster.statuses().assertRulesHeld();
    }
  }

  private static InputStream newer(Team team) {
    return new ByteArrayInputStream(
        """
        apiVersion: ignite.dodil.io/v1alpha1
        kind: BuildSecrets
        metadata: {name: one, namespace: %s}
        spec:
          endpoint: staging
          organization: %s
          auth: {clientCredentials: {secretRef: {name: dodil}}}
          buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]
          sshKeys: [{name: later}]
        """
            .formatted(team.namespace(), team.organization())
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void allowAnythingInSpec(Cluster cluster) {
    cluster
        .admin()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("buildsecrets.ignite.dodil.io")
        .edit(
            crd -> {
              var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
              root.getProperties()
                  .compute(
                      "spec",
                      (_, spec) ->
                          new JSONSchemaPropsBuilder(spec)
                              .withXKubernetesPreserveUnknownFields(true)
                              .build());
              return crd;
            });
  }
}
