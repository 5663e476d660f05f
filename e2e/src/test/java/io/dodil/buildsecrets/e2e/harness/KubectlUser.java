package io.dodil.buildsecrets.e2e.harness;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Somebody with a kubeconfig, and the rights that a Role gives.
///
/// @param namespace of the kubeconfig's context
public record KubectlUser(Path kubeconfig, String namespace) {

  public static KubectlUser administrator(Cluster cluster) {
    return new KubectlUser(cluster.controlPlane().kubeconfig(), "default");
  }

  public static KubectlUser with(
      Cluster cluster, String namespace, String name, PolicyRule... rules) throws IOException {
    var admin = cluster.admin();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    var subject = new Subject("", "ServiceAccount", name, namespace);
    new BoundRole(namespace, name, subject).apply(admin, rules);
    var token = admin.serviceAccounts().inNamespace(namespace).withName(name).tokenRequest();
    return new KubectlUser(kubeconfig(cluster, namespace, token.getStatus().getToken()), namespace);
  }

  public static PolicyRule may(String group, String resource, String verb, String... names) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verb)
        .withResourceNames(List.of(names))
        .build();
  }

  private static Path kubeconfig(Cluster cluster, String namespace, String token)
      throws IOException {
    var admin = cluster.admin().getConfiguration();
    var ca =
        admin.getCaCertData() == null
            ? "certificate-authority: \"%s\"".formatted(admin.getCaCertFile())
            : "certificate-authority-data: \"%s\"".formatted(admin.getCaCertData());
    return Files.writeString(
        Files.createTempFile("kubeconfig", ".yaml"),
        """
        apiVersion: v1
        kind: Config
        current-context: person
        clusters: [{name: c, cluster: {server: "%s", %s}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: person, context: {cluster: c, user: u, namespace: %s}}]
        """
            .formatted(admin.getMasterUrl(), ca, token, namespace));
  }
}
