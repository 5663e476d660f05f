package io.dodil.buildsecrets.e2e;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An operator whose rights were cut: it may watch Secrets, and not read one.
@ExtendWith(SharedCluster.class)
class SecretReadErrorIT {

  private static final String USER = "operator-with-few-rights";
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void saysThatItMayNotReadAndSavesWhenItMay(Cluster cluster) throws IOException {
    grant(cluster, "list", "watch");
    var config =
        new ConfigBuilder(cluster.controlPlane().config()).withImpersonateUsername(USER).build();
    try (var stage = Stage.set(cluster, config)) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "x"));

      team.apply("one", NPM);

      team.awaitReason("one", "SecretReadError");
      GoldenStatus.expect("SecretReadError", team, "one");

      grant(cluster, "list", "watch", "get");
      team.awaitReady("one");
      grant(cluster, "list", "watch");
      team.secret("npm", Map.of("token", "y"));

      team.awaitReason("one", "SecretReadError");
      GoldenStatus.expect("SecretReadError-saved", team, "one");
    }
  }

  private static void grant(Cluster cluster, String... secretVerbs) {
    var role =
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(USER)
            .endMetadata()
            .withRules(
                rule("ignite.dodil.io", "buildsecrets", "get", "list", "watch"),
                rule("ignite.dodil.io", "buildsecrets/status", "patch"),
                rule("", "secrets", secretVerbs))
            .build();
    var binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(USER)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", USER)
            .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
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
