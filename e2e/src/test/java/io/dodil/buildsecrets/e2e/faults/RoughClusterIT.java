package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
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
        var fixture = OperatorFixture.start(cluster)) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "before"));
      ns.apply("one", NPM);
      ns.awaitReady("one");

      cluster.controlPlane().stopApiServer();
      cluster.controlPlane().startApiServer();
      var rotated = ns.secret("npm", Map.of("token", "after"));

      ns.awaitSavedVersion("one", rotated);
      assertThat(fixture.sandbox().holdings(ns.organization()).buildSecrets())
          .containsEntry("NPM_TOKEN", "after");
      assertThat(ns.saves()).hasSize(2);
      cluster.statuses().assertRulesHeld();
    }
  }

  @Test
  void aResourceOfANewerVersionStopsNobody() throws Exception {
    try (var cluster = Cluster.start();
        var fixture = OperatorFixture.start(cluster)) {
      allowAnythingInSpec(cluster);
      var ns = fixture.newNamespace();
      var other = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      other.secret("npm", Map.of("token", "x"));

      ns.client()
          .genericKubernetesResources("ignite.dodil.io/v1alpha1", "BuildSecrets")
          .inNamespace(ns.namespace())
          .load(newer(ns))
          .create();
      other.apply("one", NPM);

      ns.awaitReady("one");
      other.awaitReady("one");
      assertThat(ns.saves()).hasSize(1);
      cluster.statuses().assertRulesHeld();
    }
  }

  private static InputStream newer(TestNamespace ns) {
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
            .formatted(ns.namespace(), ns.organization())
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
