package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.Page;
import io.dodil.buildsecrets.e2e.schema.CrdSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The life of a release in Helm 4's hands. A control plane of its own, since the CRD comes and
/// goes. Nothing waits for Pods, and no hook is run: nobody runs them here.
@Tag("slow")
@Tag("chart")
@TestInstance(PER_CLASS)
class ChartReleaseIT {

  private static final String CRD = "customresourcedefinition/buildsecrets.ignite.dodil.io";
  private static final String NAME = "buildsecrets-operator";
  private static final String DEPLOYMENT = "deployment/" + NAME;
  private static final String OPS = "ops";

  private ControlPlane controlPlane;
  private Kubectl kubectl;
  private Helm helm;

  @BeforeAll
  void start() {
    controlPlane = ControlPlane.start();
    kubectl = Kubectl.of(controlPlane);
    helm = Helm.four().on(controlPlane);
    kubectl.run("create", "namespace", "ci");
    kubectl.run("create", "namespace", OPS);
  }

  @BeforeEach
  void forgetWhatKinds() {
    kubectl = Kubectl.of(controlPlane);
  }

  @AfterEach
  void clean() {
    helm.call("uninstall", NAME, "-n", OPS, "--no-hooks");
    helm.call("uninstall", NAME, "-n", "ci", "--no-hooks");
    helm.call("uninstall", NAME, "-n", "buildsecrets", "--no-hooks");
    kubectl.run("delete", CRD, "--ignore-not-found", "--wait=false");
    kubectl.call("", "patch", CRD, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
    kubectl.run("wait", CRD, "--for=delete", "--timeout=30s");
  }

  @AfterAll
  void stop() {
    controlPlane.close();
  }

  @Test
  void isInstalledChangedAndTakenBack() {
    var notes = install().orThrow();
    assertThat(notes)
        .contains("STATUS: deployed", "watches the BuildSecrets of all namespaces")
        // they are printed after `--wait`, too
        .contains("If the Pods can't pull it", "If you did not install with --wait");
    var first = checksum();

    upgrade("--set", "operator.log.level=debug").orThrow();
    assertThat(configuration()).contains("level: debug");
    assertThat(checksum()).isNotEqualTo(first);

    helm.call("rollback", NAME, "1", "-n", OPS).orThrow();
    assertThat(configuration()).contains("level: info");
    assertThat(checksum()).isEqualTo(first);
  }

  @Test
  void isInstalledUpgradedAndUninstalledByTheLinesOfThePages() {
    var page = Page.of("docs/install.md");
    assertThat(Page.of("README.md").commands()).contains(helmLine(page, "nodes already have"));

    assertThat(runHelmLine(page, "nodes already have")).contains("STATUS: deployed");
    assertThat(runHelmLine(page, "## Upgrade")).contains("REVISION: 2");
    assertThat(runHelmLine(page, "## Uninstallation")).contains("uninstalled");

    runHelmLine(page, "With an image in your registry");
    kubectl.run("create", "configmap", "dodil-ca", "-n", "buildsecrets", "--from-literal=ca.crt=");
    helm.call("uninstall", NAME, "-n", "buildsecrets", "--no-hooks").orThrow();
    runHelmLine(page, "Then name it in the installation");
    assertThat(kubectl.run("get", DEPLOYMENT, "-n", "buildsecrets", "-o", "yaml"))
        .contains("name: dodil-ca");
  }

  private static String helmLine(Page page, String after) {
    return page.block(after).replace("\\\n", " ").strip().replaceAll(" +", " ");
  }

  /// Without what waits for Pods.
  private String runHelmLine(Page page, String after) {
    var line = helmLine(page, after).replace(" --wait", "").replace(" helm/", " ../helm/");
    if (line.startsWith("helm uninstall")) {
      line += " --no-hooks";
    }
    return helm.call(line.replaceFirst("^helm ", "").split(" ", -1)).orThrow();
  }

  @Test
  void anUpgradeWithoutAChangeChangesNothing() {
    install().orThrow();
    var before = generations();

    upgrade("--reset-then-reuse-values").orThrow();

    assertThat(generations()).isEqualTo(before);
  }

  /// As the documentation of the policy says.
  @Test
  void anUpgradeMakesABindingAgainThatWasDeletedForARepair() {
    install().orThrow();
    var binding = "validatingadmissionpolicybinding/%s.%s.status".formatted(NAME, OPS);
    kubectl.run("delete", binding);

    upgrade("--reset-then-reuse-values").orThrow();

    assertThat(kubectl.run("get", binding, "-o", "name")).contains(NAME + "." + OPS + ".status");
  }

  @Test
  void whatIsUninstalledLeavesTheCrdAndItsResources() {
    install().orThrow();
    applyFirstResource();

    helm.call("uninstall", NAME, "-n", OPS, "--no-hooks").orThrow();

    assertThat(kubectl.run("get", "buildsecrets", "-n", "ci", "-o", "name"))
        .isEqualTo("buildsecrets.ignite.dodil.io/acme\n");
    assertThat(kubectl.call("", "get", DEPLOYMENT, "-n", OPS).output()).contains("NotFound");
    assertThat(kubectl.run("get", "clusterroles,clusterrolebindings", "-o", "name"))
        .doesNotContain(NAME);
    assertThat(install().exitCode()).as("installed again").isZero();
  }

  @Test
  void theCrdStaysAlsoWhenTheReleaseNoLongerBringsIt() {
    install().orThrow();
    applyFirstResource();

    upgrade("--set", "crds.enabled=false").orThrow();

    assertThat(kubectl.run("get", "buildsecrets", "-n", "ci", "-o", "name")).contains("acme");
  }

  @Test
  void withoutKeepTheCrdGoesWithTheRelease() {
    install("--set", "crds.keep=false").orThrow();

    helm.call("uninstall", NAME, "-n", OPS, "--no-hooks").orThrow();

    kubectl.run("wait", CRD, "--for=delete", "--timeout=60s");
  }

  @Test
  void anUpgradeBringsTheNewCrd(@TempDir Path folder) throws IOException {
    var old = chartOfAnOlderCrd(folder);
    helm.call("install", NAME, old, "-n", OPS).orThrow();
    assertThat(columns()).doesNotContain("Suspended");

    upgrade().orThrow();
    assertThat(columns()).contains("Suspended");
    helm.call("rollback", NAME, "1", "-n", OPS).orThrow();
    assertThat(columns()).doesNotContain("Suspended");
  }

  @Test
  void aCrdThatKubectlMadeIsTakenOverWhenAskedTo() {
    kubectl.run("apply", "-f", CrdSchema.FILE.toString());

    assertThat(install().errors()).contains("invalid ownership metadata");
    install("--take-ownership").orThrow();

    assertThat(kubectl.run("get", CRD, "-o", "jsonpath={.metadata.labels}")).contains("Helm");
  }

  @Test
  void aSecondReleaseLeavesTheCrdToTheFirst() {
    install("--set", "watchNamespaces={ci}").orThrow();

    var second = List.of("-n", "ci", "--set", "watchNamespaces={ops},crds.enabled=false");

    assertThat(call("install", second).exitCode()).isZero();
  }

  @Test
  void aNamespaceThatIsNotThereFailsTheRelease() {
    assertThat(install("--set", "watchNamespaces={nowhere}").errors())
        .contains("namespaces \"nowhere\" not found");
  }

  private Helm.Result install(String... options) {
    var all = new ArrayList<>(List.of("-n", OPS));
    all.addAll(List.of(options));
    return call("install", all);
  }

  private Helm.Result upgrade(String... options) {
    var all = new ArrayList<>(List.of("-n", OPS));
    all.addAll(List.of(options));
    return call("upgrade", all);
  }

  private Helm.Result call(String verb, List<String> options) {
    var arguments = new ArrayList<>(List.of(verb, NAME, Helm.CHART.toString()));
    arguments.addAll(options);
    return helm.call(arguments.toArray(String[]::new));
  }

  /// As a new namespace's first one: what the chart shows.
  private void applyFirstResource() {
    var notes = helm.call("get", "notes", NAME, "-n", OPS).orThrow();
    var manifest = notes.substring(notes.indexOf("apiVersion:"), notes.indexOf("    kubectl get"));
    kubectl.run("wait", CRD, "--for=condition=Established", "--timeout=60s");
    var applied = kubectl.call(manifest.replaceAll("(?m)^    ", ""), "apply", "-f", "-");
    assertThat(applied.output()).isEqualTo("buildsecrets.ignite.dodil.io/acme created\n");
  }

  private String checksum() {
    return kubectl.run(
        "get",
        DEPLOYMENT,
        "-n",
        OPS,
        "-o",
        "jsonpath={.spec.template.metadata.annotations.checksum/config}");
  }

  private String configuration() {
    return kubectl.run("get", "configmap", NAME, "-n", OPS, "-o", "jsonpath={.data}");
  }

  private String columns() {
    return kubectl.run(
        "get", CRD, "-o", "jsonpath={.spec.versions[0].additionalPrinterColumns[*].name}");
  }

  private String generations() {
    var generation = "jsonpath={.metadata.generation}";
    return kubectl.run("get", CRD, "-o", generation)
        + " "
        + kubectl.run("get", DEPLOYMENT, "-n", OPS, "-o", generation);
  }

  private static String chartOfAnOlderCrd(Path folder) throws IOException {
    var copy = folder.resolve("chart");
    try (var files = Files.walk(Helm.CHART)) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(Helm.CHART.relativize(file).toString()));
      }
    }
    var crd = copy.resolve("files/crds").resolve(CrdSchema.FILE.getFileName());
    var column =
        """
            - jsonPath: ".spec.suspend"
              name: "Suspended"
              priority: 1
              type: "boolean"
        """;
    Files.writeString(crd, Files.readString(crd).replace(column, ""));
    return copy.toString();
  }
}
