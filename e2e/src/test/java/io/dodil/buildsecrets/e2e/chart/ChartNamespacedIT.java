package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody without any right to the cluster as a whole installs the chart for their namespaces.
@Tag("chart")
@ExtendWith(OperatorExtension.class)
class ChartNamespacedIT {

  private static final String USER = "administrator-of-two-namespaces";

  private Kubectl kubectl;
  private String ops;
  private String ci;

  @BeforeEach
  void administerTwoNamespaces(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    ops = cluster.newNamespace();
    ci = cluster.newNamespace();
    for (var namespace : new String[] {ops, ci}) {
      // `admin` is put together of these by a controller, which doesn't run here
      for (var part : new String[] {"view", "edit", "admin"}) {
        kubectl.run(
            "create",
            "rolebinding",
            part,
            "-n",
            namespace,
            "--user=" + USER,
            "--clusterrole=system:aggregate-to-" + part);
      }
    }
  }

  @Test
  void needsMoreThanAdminSinceNobodyGrantsWhatTheyDoNotHold(Cluster cluster) {
    var refused = install(cluster);

    assertThat(refused.errors())
        .contains("is attempting to grant RBAC permissions not currently held")
        .contains("buildsecrets/status");
  }

  @Test
  void canDoItWithTheRightsThatTheReadmeNames(Cluster cluster) throws Exception {
    var role = JsonNodeFactory.instance.objectNode();
    role.put("apiVersion", "rbac.authorization.k8s.io/v1").put("kind", "Role");
    role.putObject("metadata").put("name", "installer").put("namespace", ci);
    role.set("rules", new YAMLMapper().readTree(rightsOfTheReadme()));
    kubectl.call(role.toString(), "create", "-f", "-").orThrow();
    kubectl.run(
        "create", "rolebinding", "installer", "-n", ci, "--user=" + USER, "--role=installer");

    install(cluster).orThrow();

    assertThat(kubectl.run("get", "roles", "-n", ci, "-o", "name"))
        .contains("role.rbac.authorization.k8s.io/own-buildsecrets-operator." + ops);
  }

  private Helm.Result install(Cluster cluster) {
    return Helm.four()
        .on(cluster)
        .call(
            "install",
            "own",
            Helm.CHART.toString(),
            "-n",
            ops,
            "--kube-as-user",
            USER,
            "--set",
            "crds.enabled=false,watchNamespaces={" + ci + "}");
  }

  private static String rightsOfTheReadme() throws IOException {
    var readme = Files.readString(Helm.CHART.resolve("README.md"));
    var block = readme.indexOf("```yaml\n", readme.indexOf("needs there"));
    return readme.substring(block + "```yaml\n".length(), readme.indexOf("```\n", block + 3));
  }
}
