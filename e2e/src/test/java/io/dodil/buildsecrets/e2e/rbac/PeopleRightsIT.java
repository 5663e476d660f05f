package io.dodil.buildsecrets.e2e.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.Right;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the chart adds to Kubernetes' view, edit and admin. No controllers run here that would add
/// it, so people are bound to the chart's roles themselves.
@ExtendWith(OperatorExtension.class)
class PeopleRightsIT {

  private static final String ROLE = "buildsecrets-operator.default";
  private static final Set<String> READS = Set.of("get", "list", "watch");
  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");
  private static final List<String> SUBRESOURCES = List.of("status", "scale", "finalizers");

  @Test
  void whoMayViewReads(Cluster cluster) {
    assertThat(verbs(cluster, bound(cluster, "view"), "buildsecrets")).isEqualTo(READS);
  }

  @Test
  void whoMayEditWritesToo(Cluster cluster) {
    assertThat(verbs(cluster, bound(cluster, "edit"), "buildsecrets"))
        .containsAll(READS)
        .containsAll(WRITES)
        .hasSize(READS.size() + WRITES.size());
  }

  /// A forged lastSave would claim an organization.
  @Test
  void nobodyWritesStatuses(Cluster cluster) {
    for (var role : List.of("view", "edit")) {
      var user = bound(cluster, role);
      for (var subresource : SUBRESOURCES) {
        assertThat(verbs(cluster, user, "buildsecrets/" + subresource)).isEmpty();
      }
      assertThat(verbs(cluster, user, "secrets")).isEmpty();
    }
  }

  private static Set<String> verbs(Cluster cluster, String user, String resource) {
    var group = resource.equals("secrets") ? "" : "ignite.dodil.io";
    return Stream.concat(READS.stream(), WRITES.stream())
        .filter(verb -> new Right("", group, resource, verb, "").isOf(cluster.admin(), user))
        .collect(Collectors.toSet());
  }

  private static String bound(Cluster cluster, String role) {
    var user = "somebody-who-may-" + role;
    cluster
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(user)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ROLE + "." + role)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .serverSideApply();
    var seen = new Right("", "ignite.dodil.io", "buildsecrets", "get", "");
    Awaitility.await().until(() -> seen.isOf(cluster.admin(), user));
    return user;
  }
}
