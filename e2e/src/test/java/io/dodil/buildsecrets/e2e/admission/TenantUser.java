package io.dodil.buildsecrets.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.BoundRole;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Right;
import io.dodil.buildsecrets.e2e.schema.Submission;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// Somebody who may write BuildSecrets in one namespace, and get some of its Secrets. Each of their
/// calls is only tried, nothing stays.
record TenantUser(Cluster cluster, KubernetesClient client, String user, String namespace)
    implements AutoCloseable {

  static TenantUser of(Cluster cluster, String namespace, String user) {
    var config =
        new ConfigBuilder(cluster.controlPlane().config()).withImpersonateUsername(user).build();
    var client = new KubernetesClientBuilder().withConfig(config).build();
    var tenant = new TenantUser(cluster, client, user, namespace);
    tenant.grant(
        "writes",
        new PolicyRuleBuilder()
            .withApiGroups("ignite.dodil.io")
            .withResources("buildsecrets")
            .withVerbs("get", "create", "update", "patch", "delete")
            .build(),
        new Right(namespace, "ignite.dodil.io", "buildsecrets", "delete", ""));
    return tenant;
  }

  /// @param names none: all of the namespace
  TenantUser mayGet(List<String> names) {
    grant(
        "reads",
        new PolicyRuleBuilder()
            .withApiGroups("")
            .withResources("secrets")
            .withResourceNames(names)
            .withVerbs("get")
            .build(),
        new Right(namespace, "", "secrets", "get", names.isEmpty() ? "" : names.getLast()));
    return this;
  }

  /// As whoever has `resources: ["*"]` of the API group.
  TenantUser mayWriteStatuses() {
    grant(
        "writes-statuses",
        new PolicyRuleBuilder()
            .withApiGroups("ignite.dodil.io")
            .withResources("buildsecrets/status")
            .withVerbs("get", "update", "patch")
            .build(),
        new Right(namespace, "ignite.dodil.io", "buildsecrets/status", "patch", ""));
    return this;
  }

  private void grant(String what, PolicyRule rule, Right until) {
    var name = user.replace(':', '.') + "." + what;
    var subject = new Subject("rbac.authorization.k8s.io", "User", user, null);
    new BoundRole(namespace, name, subject).apply(cluster.admin(), rule);
    Awaitility.await().until(() -> until.isOf(cluster.admin(), user));
  }

  /// What the API server has against it; empty: nothing.
  Optional<String> tries(Submission way, JsonNode object) {
    return way.tried(client, namespace, object).map(Submission.Refusal::message);
  }

  private Resource<BuildSecrets> resource(String name) {
    return client.resources(BuildSecrets.class).inNamespace(namespace).withName(name);
  }

  Optional<String> patches(String name, String json) {
    return refusal(
        () ->
            resource(name)
                .patch(
                    new PatchContext.Builder()
                        .withPatchType(PatchType.JSON_MERGE)
                        .withDryRun(List.of("All"))
                        .build(),
                    json));
  }

  Optional<String> deletes(String name) {
    return refusal(() -> resource(name).dryRun().delete());
  }

  private static Optional<String> refusal(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(e.getStatus().getMessage());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
