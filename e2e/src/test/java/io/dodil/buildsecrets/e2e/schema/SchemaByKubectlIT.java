package io.dodil.buildsecrets.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a person sees of the schema at a terminal.
@ExtendWith(OperatorExtension.class)
class SchemaByKubectlIT {

  private static final String GOOD =
      """
      apiVersion: ignite.dodil.io/v1alpha1
      kind: BuildSecrets
      metadata: {name: acme}
      spec:
        endpoint: staging
        organization: acme
        auth: {clientCredentials: {secretRef: {name: dodil}}}
        gitCredentials: {secretRef: {name: git}}
      """;

  private static final String MISSPELT =
      GOOD + "  buildsecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]\n";

  private Kubectl kubectl;
  private String namespace;

  @BeforeEach
  void prepare(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    namespace = "--namespace=" + cluster.newNamespace();
  }

  @AfterEach
  void clear() {
    kubectl.run("delete", "buildsecrets", "--all", namespace);
  }

  @Test
  void aResourceThatNobodyLookedAtIsNotTakenForDone() {
    kubectl.call(GOOD, "create", "-f", "-", namespace).orThrow();

    var status = kubectl.run("get", "bsec", "acme", namespace, "-o", "jsonpath={.status}");

    assertThat(status).isEqualTo("{\"observedGeneration\":-1}");
  }

  @Test
  void aStatusInAManifestIsOverlooked() {
    var manifest = GOOD + "status: {observedGeneration: 1, progressingSince: now}\n";

    kubectl.call(manifest, "create", "-f", "-", namespace).orThrow();

    assertThat(kubectl.run("get", "bsec", "acme", namespace, "-o", "jsonpath={.status}"))
        .isEqualTo("{\"observedGeneration\":-1}");
  }

  @Test
  void aMisspeltFieldIsRefusedByEveryWayOfApplying() {
    assertThat(kubectl.call(MISSPELT, "create", "-f", "-", namespace))
        .matches(r -> r.exitCode() == 1)
        .matches(r -> r.output().contains("unknown field \"spec.buildsecrets\""));
    assertThat(kubectl.call(MISSPELT, "apply", "-f", "-", namespace))
        .matches(r -> r.exitCode() == 1)
        .matches(r -> r.output().contains("unknown field \"spec.buildsecrets\""));
    assertThat(kubectl.call(MISSPELT, "apply", "--server-side", "-f", "-", namespace))
        .matches(r -> r.exitCode() == 1)
        .matches(r -> r.output().contains(".spec.buildsecrets: field not declared in schema"));
  }

  @Test
  void aMisspeltFieldIsLeftOutWithAWarningWhereThatIsAskedFor() {
    var created =
        kubectl.call(MISSPELT, "create", "--validate=warn", "-f", "-", namespace).orThrow();

    assertThat(created).contains("Warning: unknown field \"spec.buildsecrets\"");
    assertThat(kubectl.run("get", "bsec", "acme", namespace, "-o", "jsonpath={.spec}"))
        .contains("gitCredentials")
        .doesNotContain("buildsecrets");
  }

  @Test
  void aReferenceToAnotherNamespaceIsRefused() {
    var manifest = GOOD.replace("{name: git}", "{name: git, namespace: prod}");

    var result = kubectl.call(manifest, "create", "-f", "-", namespace);

    assertThat(result.output())
        .contains("unknown field \"spec.gitCredentials.secretRef.namespace\"");
  }

  @Test
  void anEditThatMakesItBadIsRefusedAndLeavesItAsItWas() {
    kubectl.call(GOOD, "create", "-f", "-", namespace).orThrow();

    var result =
        kubectl.call(
            "",
            "patch",
            "bsec",
            "acme",
            namespace,
            "--type=merge",
            "-p",
            "{\"spec\":{\"gitCredentials\":null}}");

    assertThat(result.output())
        .contains("The BuildSecrets \"acme\" is invalid: spec: ")
        .contains("nothing to save: set at least one of");
    assertThat(
            kubectl.run("get", "bsec", "acme", namespace, "-o", "jsonpath={.metadata.generation}"))
        .isEqualTo("1");
  }

  @Test
  void aStatusThatIsWrittenBadlyIsRefused() {
    kubectl.call(GOOD, "create", "-f", "-", namespace).orThrow();

    var result =
        kubectl.call(
            "",
            "patch",
            "bsec",
            "acme",
            namespace,
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"Maybe\"}]}}");

    assertThat(result.output())
        .contains(
            "Unsupported value: \"Maybe\": supported values: \"False\", \"True\", \"Unknown\"")
        .contains("status.conditions[0].reason: Required value");
  }
}
