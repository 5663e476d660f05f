package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// What a release of the chart lets its operator do, and a real token of its ServiceAccount.
///
/// @param name of the ServiceAccount, of the Lease
/// @param rights all that its roles allow
/// @param kubeconfig a file with that token and no other credential
public record Installation(String name, List<Right> rights, Path kubeconfig) {

  /// Of the release, and so of the Lease.
  public static final String NAMESPACE = "default";

  /// What the users of all installations begin with.
  public static final String USERS = "system:serviceaccount:" + NAMESPACE + ":";

  private static final Set<String> KINDS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");
  private static final long A_DAY = 86_400;

  /// Installs the chart.
  ///
  /// @param values such as `--set`, `KEY=VALUE`
  public static Installation of(Cluster cluster, String name, String... values) {
    return of(cluster.controlPlane(), cluster.admin(), name, values);
  }

  public static Installation of(
      ControlPlane controlPlane, KubernetesClient admin, String name, String... values) {
    var options = new ArrayList<>(List.of("--set", "fullnameOverride=" + name));
    options.addAll(List.of(values));
    var objects =
        Helm.four().template(name, NAMESPACE, options.toArray(String[]::new)).stream()
            .filter(object -> KINDS.contains(object.path("kind").asText()))
            .toList();
    objects.forEach(object -> apply(admin, object));
    var rights = rights(objects);
    Awaitility.await()
        .untilAsserted(() -> assertThat(rights).allMatch(right -> right.isOf(admin, USERS + name)));
    return new Installation(name, rights, kubeconfig(controlPlane, token(admin, name)));
  }

  public static void apply(KubernetesClient admin, JsonNode object) {
    admin
        .resource(
            admin
                .getKubernetesSerialization()
                .convertValue(object, GenericKubernetesResource.class))
        .forceConflicts()
        .serverSideApply();
  }

  /// Of the roles that are bound: those for people aren't.
  private static List<Right> rights(List<JsonNode> objects) {
    return objects.stream()
        .filter(binding -> binding.has("roleRef"))
        .map(binding -> role(objects, binding))
        .flatMap(Right::of)
        .toList();
  }

  private static JsonNode role(List<JsonNode> objects, JsonNode binding) {
    return objects.stream()
        .filter(o -> o.path("kind").equals(binding.at("/roleRef/kind")))
        .filter(o -> o.at("/metadata/name").equals(binding.at("/roleRef/name")))
        .filter(o -> o.at("/metadata/namespace").equals(binding.at("/metadata/namespace")))
        .findFirst()
        .orElseThrow();
  }

  public static String token(KubernetesClient admin, String serviceAccount) {
    var request =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(A_DAY).endSpec().build();
    return admin
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName(serviceAccount)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  /// The administrator's, with another user in it.
  public static Path kubeconfig(ControlPlane controlPlane, String token) {
    var yaml = new YAMLMapper();
    try {
      var config = yaml.readTree(controlPlane.kubeconfigYaml());
      ((ObjectNode) config.at("/users/0")).putObject("user").put("token", token);
      var file = Files.createTempFile("kubeconfig", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, yaml.writeValueAsString(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The namespaces that it is confined to; empty: none.
  public Set<String> watched() {
    return rights.stream()
        .filter(right -> right.resource().equals("secrets") && !right.namespace().isEmpty())
        .map(Right::namespace)
        .collect(Collectors.toUnmodifiableSet());
  }

  public String user() {
    return USERS + name;
  }

  public Config config() {
    try {
      return Config.fromKubeconfig(Files.readString(kubeconfig));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
