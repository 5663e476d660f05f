package io.dodil.buildsecrets.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two teams keep entries of one resource, each by its own server-side apply.
@ExtendWith(OperatorExtension.class)
class KeyedListsIT {

  private static final String BASE =
      """
      apiVersion: ignite.dodil.io/v1alpha1
      kind: BuildSecrets
      metadata: {name: shared}
      spec:
      """;

  private static final String PLATFORM =
      BASE
          + """
            endpoint: staging
            organization: acme
            auth: {clientCredentials: {secretRef: {name: dodil}}}
            registryCredentials: [{registry: ghcr.io, secretRef: {name: ghcr}}]
            buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]
          """;

  private static final String TEAM =
      BASE
          + """
            registryCredentials: [{registry: quay.io, secretRef: {name: quay}}]
            buildSecrets: [{name: MAVEN_TOKEN, secretKeyRef: {name: maven, key: token}}]
          """;

  private Kubectl kubectl;
  private String namespace;

  @BeforeEach
  void prepare(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    namespace = "--namespace=" + cluster.newNamespace();
    apply("platform", PLATFORM).orThrow();
    apply("team", TEAM).orThrow();
  }

  @AfterEach
  void clear() {
    kubectl.run("delete", "buildsecrets", "--all", namespace);
  }

  @Test
  void theEntriesOfBothAreThere() {
    assertThat(get("{.spec.registryCredentials[*].registry}")).isEqualTo("ghcr.io quay.io");
    assertThat(get("{.spec.buildSecrets[*].name}")).isEqualTo("NPM_TOKEN MAVEN_TOKEN");
  }

  @Test
  void eachOwnsItsOwn() {
    assertThat(owned("platform"))
        .contains("{\\\"registry\\\":\\\"ghcr.io\\\"}", "{\\\"name\\\":\\\"NPM_TOKEN\\\"}")
        .doesNotContain("quay.io", "MAVEN_TOKEN");
    assertThat(owned("team"))
        .contains("{\\\"registry\\\":\\\"quay.io\\\"}", "{\\\"name\\\":\\\"MAVEN_TOKEN\\\"}")
        .doesNotContain("ghcr.io", "NPM_TOKEN", "organization");
  }

  @Test
  void whoWithdrawsTakesOnlyItsOwnAlong() {
    apply("platform", PLATFORM.replaceAll("(?m)^ *(registryCredentials|buildSecrets):.*\n", ""))
        .orThrow();

    assertThat(get("{.spec.registryCredentials[*].registry}")).isEqualTo("quay.io");
    assertThat(get("{.spec.buildSecrets[*].name}")).isEqualTo("MAVEN_TOKEN");
    assertThat(get("{.spec.organization}")).isEqualTo("acme");
    assertThat(owned("platform")).doesNotContain("registryCredentials", "buildSecrets");
  }

  @Test
  void theLastOneCannotWithdrawEverything() {
    apply("platform", PLATFORM.replaceAll("(?m)^ *(registryCredentials|buildSecrets):.*\n", ""))
        .orThrow();

    var result = apply("team", BASE.replace("spec:\n", "spec: {}\n"));

    assertThat(result.output()).contains("nothing to save: set at least one of");
  }

  @Test
  void nobodyChangesTheOthersEntryByAccident() {
    var result = apply("team", TEAM.replace("quay.io", "ghcr.io"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("conflict with \"platform\"")
        .contains(".spec.registryCredentials[registry=\"ghcr.io\"].secretRef.name");
  }

  private Kubectl.Result apply(String manager, String manifest) {
    return kubectl.call(
        manifest, "apply", "--server-side", "--field-manager=" + manager, "-f", "-", namespace);
  }

  private String get(String path) {
    return kubectl.run("get", "bsec", "shared", namespace, "-o", "jsonpath=" + path);
  }

  private String owned(String manager) {
    return kubectl.run(
        "get",
        "bsec",
        "shared",
        namespace,
        "--show-managed-fields",
        "-o",
        "jsonpath={.metadata.managedFields[?(@.manager==\"" + manager + "\")].fieldsV1}");
  }
}
