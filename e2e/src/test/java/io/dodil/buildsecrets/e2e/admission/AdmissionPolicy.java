package io.dodil.buildsecrets.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.schema.Submission;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/// The chart's admission policies, in force in one new namespace and nowhere else, for the operator
/// that the tests run.
record AdmissionPolicy(Cluster cluster, String namespace) {

  static final String REFUSED = "may not get every Secret that this BuildSecrets names";

  private static final Set<String> KINDS =
      Set.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");

  /// @param values such as `--set`, `KEY=VALUE`
  static AdmissionPolicy install(Cluster cluster, String release, String... values) {
    var namespace = cluster.newNamespace();
    var label = "admissionPolicy.namespaceSelector.matchLabels.admission=" + release;
    var account = "serviceAccount.name=" + cluster.operator().name();
    var options = new ArrayList<>(List.of("--set", label, "--set", account));
    options.addAll(List.of(values));
    apply(cluster, release, Installation.NAMESPACE, options);
    cluster
        .admin()
        .namespaces()
        .withName(namespace)
        .edit(
            n ->
                new NamespaceBuilder(n)
                    .editMetadata()
                    .addToLabels("admission", release)
                    .endMetadata()
                    .build());
    return new AdmissionPolicy(cluster, namespace);
  }

  /// The policies of a release.
  static void apply(Cluster cluster, String release, String namespace, List<String> options) {
    Helm.four().template(release, namespace, options.toArray(String[]::new)).stream()
        .filter(object -> KINDS.contains(object.path("kind").asText()))
        .forEach(object -> Installation.apply(cluster.admin(), object));
  }

  /// An API server takes a moment to see a policy.
  AdmissionPolicy awaitInForce(JsonNode object) {
    try (var nobody = author("prober")) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> nobody.tries(Submission.CREATE, object).isPresent());
    }
    return this;
  }

  TenantUser author(String user) {
    return TenantUser.of(cluster, namespace, user);
  }
}
