package io.dodil.buildsecrets.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.schema.SchemaCase;
import io.dodil.buildsecrets.e2e.schema.Submission;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may write statuses, where two releases watch a namespace each.
@OperatorTest
class AdmissionStatusIT {

  private static final String REFUSED = "may not write the status of a BuildSecrets";
  private static final String OPS = "status-ops";

  private Cluster cluster;
  private String first;
  private String second;
  private TenantUser firstOperator;
  private TenantUser secondOperator;
  private TenantUser namespaceAdmin;

  @BeforeAll
  void install(Cluster shared) {
    cluster = shared;
    first = namespaceOf("first");
    second = namespaceOf("second");
    firstOperator = operator("first", first);
    secondOperator = operator("second", second);
    namespaceAdmin = TenantUser.of(cluster, first, "namespace-admin").mayWriteStatuses();
    awaitInForce(first);
    awaitInForce(second);
  }

  /// Watched by a release of that name.
  private String namespaceOf(String release) {
    var namespace = cluster.newNamespace();
    cluster.statuses().leaveAlone(namespace);
    Submission.existing(
        cluster.admin(), namespace, SchemaCase.good("every-field").object(), "existing");
    var values = "watchNamespaces={%s},admissionPolicy.enabled=true".formatted(namespace);
    AdmissionPolicy.apply(cluster, release, OPS, List.of("--set", values));
    return namespace;
  }

  private TenantUser operator(String release, String namespace) {
    var user = "system:serviceaccount:%s:%s-buildsecrets-operator".formatted(OPS, release);
    return TenantUser.of(cluster, namespace, user).mayWriteStatuses();
  }

  private void awaitInForce(String namespace) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> administrator(StatusWrite.MERGE_PATCH, namespace).isPresent());
  }

  @AfterAll
  void clear() {
    List.of(firstOperator, secondOperator, namespaceAdmin).forEach(TenantUser::close);
    for (var namespace : List.of(first, second)) {
      cluster.admin().resources(BuildSecrets.class).inNamespace(namespace).delete();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAccountOfTheReleaseMayWriteThem(StatusWrite way) {
    assertThat(way.tried(firstOperator.client(), first, "existing")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoMayPatchThemByTheirRoleMayNot(StatusWrite way) {
    assertRefused(way.tried(namespaceAdmin.client(), first, "existing"));
  }

  @ParameterizedTest
  @EnumSource
  void theClusterAdministratorMayNotEither(StatusWrite way) {
    assertRefused(administrator(way, first));
  }

  @ParameterizedTest
  @EnumSource
  void anotherReleaseIsNotDeniedWhereItWatches(StatusWrite way) {
    assertThat(way.tried(secondOperator.client(), second, "existing")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anotherReleaseIsDeniedWhereItDoesNotWatch(StatusWrite way) {
    try (var elsewhere = operator("second", first)) {
      assertRefused(way.tried(elsewhere.client(), first, "existing"));
    }
  }

  @Test
  void whereNoReleaseWatchesNobodyIsDenied() {
    var elsewhere = cluster.newNamespace();
    cluster.statuses().leaveAlone(elsewhere);
    Submission.existing(
        cluster.admin(), elsewhere, SchemaCase.good("every-field").object(), "existing");

    assertThat(administrator(StatusWrite.MERGE_PATCH, elsewhere)).isEmpty();
    cluster.admin().resources(BuildSecrets.class).inNamespace(elsewhere).delete();
  }

  /// Why the policy speaks of updates only.
  @Test
  void noStatusIsCreated() {
    assertThat(StatusWrite.SERVER_SIDE_APPLY.tried(cluster.admin(), first, "absent"))
        .hasValueSatisfying(message -> assertThat(message).contains("\"absent\" not found"));
    var sample = SchemaCase.good("every-field").object().<ObjectNode>deepCopy();
    sample.withObject("/status").put("lastHandledSyncRequest", "forged");
    Submission.existing(cluster.admin(), first, sample, "created-with-a-status");

    var created =
        cluster
            .admin()
            .resources(BuildSecrets.class)
            .inNamespace(first)
            .withName("created-with-a-status")
            .get();
    assertThat(created.getStatus().lastHandledSyncRequest()).isNull();
  }

  @Test
  void kubectlSaysWhatToDo() throws IOException {
    var refused =
        Kubectl.of(cluster)
            .call(
                "",
                "patch",
                "bsec",
                "existing",
                "-n",
                first,
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"lastHandledSyncRequest\":\"forged\"}}",
                "--as",
                namespaceAdmin.user());

    Golden.expect("admission/status-refused.txt", refused.output());
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void anAdministratorCanSwitchItOff() {
    var repaired = namespaceOf("repaired");
    awaitInForce(repaired);

    Kubectl.of(cluster)
        .run(
            "delete",
            "validatingadmissionpolicybinding",
            "repaired-buildsecrets-operator.%s.status".formatted(OPS));

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> administrator(StatusWrite.MERGE_PATCH, repaired).isEmpty());
    cluster.admin().resources(BuildSecrets.class).inNamespace(repaired).delete();
  }

  private Optional<String> administrator(StatusWrite way, String namespace) {
    return way.tried(cluster.admin(), namespace, "existing");
  }

  private static void assertRefused(Optional<String> answer) {
    assertThat(answer).hasValueSatisfying(m -> assertThat(m).contains(REFUSED));
  }
}
