package io.dodil.buildsecrets.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The CRD's file in kubectl's hands. A control plane of its own, since the CRD comes and goes.
@TestInstance(PER_CLASS)
class CrdIT {

  private static final String CRD = "customresourcedefinition/buildsecrets.ignite.dodil.io";
  private static final String APPLY = "apply";
  private static final String SERVER_SIDE = "apply --server-side";

  private ControlPlane controlPlane;
  private Kubectl kubectl;

  @BeforeAll
  void start() {
    controlPlane = ControlPlane.start();
    kubectl = Kubectl.of(controlPlane);
  }

  /// Without its finalizer: the API server now and then takes five minutes for it, and there are no
  /// resources to be deleted.
  @AfterEach
  void deleteCrd() {
    kubectl.run("delete", CRD, "--ignore-not-found", "--wait=false");
    kubectl.call("", "patch", CRD, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
    kubectl.run("wait", CRD, "--for=delete", "--timeout=30s");
  }

  @AfterAll
  void stop() {
    controlPlane.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "create --validate=strict", APPLY, SERVER_SIDE})
  void isTakenWithoutAWarningAndEstablished(String command) {
    var output = with(command).orThrow();

    assertThat(output.lines()).hasSize(1).noneMatch(line -> line.contains("Warning"));
    kubectl.run("wait", CRD, "--for=condition=Established", "--timeout=30s");
    assertThat(conditions()).doesNotContain("NonStructuralSchema=True", "NamesAccepted=False");
  }

  @ParameterizedTest
  @ValueSource(strings = {APPLY, SERVER_SIDE, "replace"})
  void changesNothingWhenItComesAgain(String command) {
    with(command.equals("replace") ? "create" : command).orThrow();
    kubectl.run("wait", CRD, "--for=condition=Established", "--timeout=30s");

    with(command).orThrow();

    assertThat(kubectl.run("get", CRD, "-o", "jsonpath={.metadata.generation}")).isEqualTo("1");
    var diff = with("diff" + command.replace(APPLY, "").replace("replace", ""));
    assertThat(diff).isEqualTo(new Kubectl.Result(0, ""));
  }

  @Test
  void anApplyMayFollowAnyOther() {
    with(APPLY).orThrow();

    assertThat(with(SERVER_SIDE).orThrow()).contains("serverside-applied");
    assertThat(with(APPLY).exitCode()).isZero();
    assertThat(with("replace").orThrow()).contains("replaced");
    assertThat(kubectl.run("get", CRD, "-o", "jsonpath={.metadata.generation}")).isEqualTo("1");
  }

  @Test
  void isFoundByItsShortNameAndItsCategory() {
    with("create").orThrow();
    kubectl.run("wait", CRD, "--for=condition=Established", "--timeout=30s");

    assertThat(kubectl.run("api-resources", "--api-group=ignite.dodil.io", "--no-headers"))
        .matches("buildsecrets +bsec +ignite.dodil.io/v1alpha1 +true +BuildSecrets\n");
    assertThat(kubectl.run("get", "dodil", "--all-namespaces")).contains("No resources found");
  }

  private Kubectl.Result with(String command) {
    var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    arguments.addAll(List.of("-f", CrdSchema.FILE.toString()));
    return kubectl.call("", arguments.toArray(String[]::new));
  }

  private String conditions() {
    return kubectl.run(
        "get", CRD, "-o", "jsonpath={range .status.conditions[*]}{.type}={.status}{\"\\n\"}{end}");
  }
}
