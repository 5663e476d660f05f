package io.dodil.buildsecrets.e2e.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.Right;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the operator's token can't do, in case somebody gets hold of it.
@OperatorTest
class RightsBoundsIT {

  private static final List<String> WRITES =
      List.of("create", "update", "patch", "delete", "deletecollection");

  private Cluster cluster;
  private Kubectl kubectl;
  private String watched;
  private String other;
  private Installation confined;

  @BeforeAll
  void install(Cluster shared) {
    cluster = shared;
    kubectl = Kubectl.of(cluster);
    watched = cluster.newNamespace();
    other = cluster.newNamespace();
    confined = Installation.of(cluster, "bounded", "--set", "watchNamespaces={" + watched + "}");
  }

  @Test
  void neverGoBeyondReadingSecretsAndWritingStatuses() {
    for (var installed : List.of(cluster.operator(), confined)) {
      try (var operator = client(installed)) {
        assertThat(forbidden()).noneMatch(right -> right.isMine(operator));
        assertThat(installed.rights()).allMatch(right -> right.isMine(operator));
      }
    }
  }

  @Test
  void endAtTheNamespacesThatAreWatched() {
    try (var operator = client(confined)) {
      assertThat(elsewhere()).noneMatch(right -> right.isMine(operator));
      assertThat(right(watched, "", "secrets", "get").isMine(operator)).isTrue();
    }
  }

  @Test
  void areListedByKubectl() throws IOException {
    Golden.expect("rights/everywhere.txt", list(cluster.operator(), watched));
    Golden.expect("rights/everywhere-own-namespace.txt", list(cluster.operator(), "default"));
    Golden.expect("rights/confined-watched.txt", list(confined, watched));
    Golden.expect("rights/confined-own-namespace.txt", list(confined, "default"));
    Golden.expect("rights/confined-elsewhere.txt", list(confined, other));
  }

  /// Without the addresses that Kubernetes lets everybody see.
  private String list(Installation installed, String namespace) {
    var kubeconfig = installed.kubeconfig().toString();
    return kubectl
        .run("auth", "can-i", "--list", "--namespace", namespace, "--kubeconfig", kubeconfig)
        .lines()
        .filter(line -> !line.startsWith(" "))
        .map(line -> line.stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  /// Wherever it is installed.
  private Stream<Right> forbidden() {
    return Stream.of("", watched, "default")
        .flatMap(
            namespace ->
                Stream.of(
                        writes(namespace, "", "secrets"),
                        writes(namespace, "ignite.dodil.io", "buildsecrets"),
                        writes(namespace, "rbac.authorization.k8s.io", "roles"),
                        writes(namespace, "rbac.authorization.k8s.io", "rolebindings"),
                        writes(namespace, "apps", "deployments"),
                        rights(namespace, "ignite.dodil.io", "buildsecrets/status", "update"),
                        rights(namespace, "ignite.dodil.io", "buildsecrets/finalizers", "update"),
                        rights(namespace, "", "serviceaccounts/token", "create"),
                        rights(namespace, "", "serviceaccounts", "impersonate", "get", "create"),
                        rights(namespace, "", "users", "impersonate"),
                        rights(namespace, "", "groups", "impersonate"),
                        rights(namespace, "rbac.authorization.k8s.io", "roles", "bind", "escalate"),
                        rights(namespace, "", "pods", "get", "list", "create"),
                        rights(namespace, "", "pods/exec", "create", "get"),
                        rights(namespace, "", "configmaps", "get", "list", "watch"),
                        rights(namespace, "", "namespaces", "get", "list"),
                        rights(namespace, "", "events", "create", "patch"),
                        rights(namespace, "events.k8s.io", "events", "get", "list", "delete"),
                        rights(namespace, "coordination.k8s.io", "leases", "list", "delete"),
                        rights(namespace, "coordination.k8s.io", "leases", "get", "update"),
                        rights(namespace, "*", "*", "*"))
                    .flatMap(rights -> rights));
  }

  /// Beyond the one namespace.
  private Stream<Right> elsewhere() {
    return Stream.concat(
        Stream.of("", other, "default", "kube-system")
            .flatMap(
                namespace ->
                    Stream.of(
                            rights(namespace, "", "secrets", "get", "list", "watch"),
                            rights(namespace, "ignite.dodil.io", "buildsecrets", "get", "list"),
                            rights(namespace, "ignite.dodil.io", "buildsecrets/status", "patch"),
                            rights(namespace, "events.k8s.io", "events", "create", "patch"))
                        .flatMap(rights -> rights)),
        Stream.of("", watched, other)
            .flatMap(
                namespace ->
                    rights(namespace, "coordination.k8s.io", "leases", "create", "get", "patch")));
  }

  private static Stream<Right> writes(String namespace, String group, String resource) {
    return WRITES.stream().map(verb -> right(namespace, group, resource, verb));
  }

  private static Stream<Right> rights(
      String namespace, String group, String resource, String... verbs) {
    return Stream.of(verbs).map(verb -> right(namespace, group, resource, verb));
  }

  private static Right right(String namespace, String group, String resource, String verb) {
    return new Right(namespace, group, resource, verb, "");
  }

  private static KubernetesClient client(Installation installed) {
    return new KubernetesClientBuilder().withConfig(installed.config()).build();
  }
}
