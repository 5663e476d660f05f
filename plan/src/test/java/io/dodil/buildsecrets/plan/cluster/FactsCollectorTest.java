package io.dodil.buildsecrets.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.plan.Facts;
import io.dodil.buildsecrets.plan.SecretFacts.Unread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsCollectorTest {

  private static final String RESOURCE =
      """
      apiVersion: ignite.dodil.io/v1alpha1
      kind: BuildSecrets
      metadata: {name: acme}
      spec:
        endpoint: staging
        organization: acme
        auth: {clientCredentials: {secretRef: {name: dodil}}}
        gitCredentials: {secretRef: {name: git}}
      ---
      """;

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: git, labels: {a: b}}
      type: kubernetes.io/basic-auth
      stringData: {username: u, password: p}
      """;

  @TempDir Path folder;
  MockCluster server;

  @BeforeEach
  void start() {
    server = new MockCluster();
    server.answerGet(MockCluster.SECRETS + "/dodil", 403, "{}");
    server.answerTryOut(201, "{}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Facts collect(String others) throws IOException, CommandFailure {
    var file = Files.writeString(folder.resolve("all.yaml"), RESOURCE + others);
    try (var collector = new FactsCollector(server.kubeconfig(), false)) {
      var all = collector.in(Manifests.read(List.of(file.toString()), Optional.empty(), "ci"));
      assertThat(all).hasSize(1);
      return ((FactsCollector.Collected.Ready) all.getFirst()).facts();
    }
  }

  private void inCluster(String type, String password) {
    server.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: git, namespace: ci, labels: {a: b, c: d}}
        type: %s
        data: {username: dQ==, password: %s}
        """
            .formatted(type, password));
  }

  @Test
  void aSecretThatIsInTheClusterAsInTheFileIsTheClusters() throws Exception {
    inCluster("kubernetes.io/basic-auth", "cA==");

    var secrets = collect(SECRET).secrets();

    assertThat(secrets.fromFile()).isEmpty();
    assertThat(secrets.byName().values())
        .extracting(SecretContent::resourceVersion)
        .allMatch(version -> !version.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"kubernetes.io/basic-auth,cQ==", "Opaque,cA=="})
  void aSecretThatIsAnotherOneInTheFileIsTheFiles(String type, String password) throws Exception {
    inCluster(type, password);

    assertThat(collect(SECRET).secrets().fromFile()).containsExactly("git");
  }

  @Test
  void aSecretThatIsNotInTheClusterOrMayNotBeReadIsTheFiles() throws Exception {
    assertThat(collect(SECRET).secrets().fromFile()).containsExactly("git");

    server.answerGet(MockCluster.SECRETS + "/git", 403, "{}");
    var secrets = collect(SECRET).secrets();

    assertThat(secrets.fromFile()).containsExactly("git");
    assertThat(secrets.unread()).containsOnlyKeys("dodil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: git}}",
        "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: x}, spec:"
            + " {template: {metadata: {name: git}}}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: git}, data: {a: ENC}, sops: {version:"
            + " '3'}}"
      })
  void whatTheFileHoldsEncryptedCantBeToldBeforeTheClusterHasIt(String sealed) throws Exception {
    var before = collect(sealed).secrets();
    inCluster("kubernetes.io/basic-auth", "cA==");
    var after = collect(sealed).secrets();

    assertThat(before.unread()).containsEntry("git", Unread.ENCRYPTED);
    assertThat(before.encrypted()).isEmpty();
    assertThat(after.unread()).containsOnlyKeys("dodil");
    assertThat(after.encrypted()).containsExactly("git");
    assertThat(after.byName()).containsKey("git");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: git}}",
        "{apiVersion: external-secrets.io/v1beta1, kind: ExternalSecret, metadata: {name: x}, spec:"
            + " {target: {name: git}}}",
        "{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {name: x},"
            + " spec: {destination: {name: git, create: true}}}"
      })
  void whatAnOperatorMakesCantBeToldBeforeTheClusterHasIt(String maker) throws Exception {
    assertThat(collect(maker).secrets().unread()).containsEntry("git", Unread.MADE_ELSEWHERE);
  }

  @Test
  void aSealedSecretOfAnotherNameOrNamespaceSaysNothing() throws Exception {
    var other =
        "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: git, namespace:"
            + " x}}";

    assertThat(collect(other).secrets().unread()).containsOnlyKeys("dodil");
  }
}
