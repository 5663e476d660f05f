package io.dodil.buildsecrets.e2e.harness;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.List;

/// What an operator that is a user of its own may do; a test changes that while it runs.
public record Rights(Cluster cluster, String user) {

  private static final String[] READ = {"get", "list", "watch"};

  /// Connects as that user.
  public Config config() {
    return new ConfigBuilder(cluster.controlPlane().config()).withImpersonateUsername(user).build();
  }

  /// All that an operator needs.
  public void grantAll() {
    grant(READ, "patch");
  }

  /// All but some ways to look at Secrets.
  public void grantOfSecrets(String... verbs) {
    grant(verbs, "patch");
  }

  /// All, and this of statuses.
  public void grantOfStatuses(String verb) {
    grant(READ, verb);
  }

  public void takeAll() {
    cluster.admin().rbac().clusterRoleBindings().withName(user).delete();
  }

  private void grant(String[] ofSecrets, String ofStatuses) {
    var role =
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(user)
            .endMetadata()
            .withRules(
                rule("ignite.dodil.io", "buildsecrets", READ),
                rule("ignite.dodil.io", "buildsecrets/status", ofStatuses),
                rule("events.k8s.io", "events", "create", "patch"),
                rule("coordination.k8s.io", "leases", "get", "list", "watch", "create", "update"),
                rule("", "secrets", ofSecrets))
            .build();
    var binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(user)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", user)
            .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
            .build();
    cluster.admin().resource(role).forceConflicts().serverSideApply();
    cluster.admin().resource(binding).forceConflicts().serverSideApply();
  }

  private static PolicyRule rule(String group, String resource, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(List.of(verbs))
        .build();
  }
}
