package io.dodil.buildsecrets.e2e.leak;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.List;

/// An operator that may read Secrets in all namespaces but one.
final class LeakRights {

  private static final String USER = "operator-of-the-leak-test";
  private static final String READER = USER + "-reader";

  private LeakRights() {}

  static Config grant(Cluster cluster, LeakScenario scenario) {
    role(
        cluster,
        USER,
        rule("ignite.dodil.io", "buildsecrets", "get", "list", "watch"),
        rule("ignite.dodil.io", "buildsecrets/status", "patch"),
        rule("events.k8s.io", "events", "create", "patch"),
        rule("", "secrets", "list", "watch"));
    role(cluster, READER, rule("", "secrets", "get"));
    cluster
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(USER)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", USER)
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build())
        .forceConflicts()
        .serverSideApply();
    scenario.scenes().stream()
        .filter(s -> s.part().flaw() != LeakFlaw.FORBIDDEN)
        .forEach(s -> reader(cluster, s.ns().namespace()));
    return new ConfigBuilder(cluster.controlPlane().config()).withImpersonateUsername(USER).build();
  }

  private static void reader(Cluster cluster, String namespace) {
    cluster
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(READER)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", READER)
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private static void role(Cluster cluster, String name, PolicyRule... rules) {
    cluster
        .admin()
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(rules)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  private static PolicyRule rule(String group, String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(List.of(verbs))
        .build();
  }
}
