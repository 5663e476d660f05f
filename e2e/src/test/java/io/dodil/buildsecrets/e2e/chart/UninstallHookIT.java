package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What `helm uninstall` does first, with the rights that the chart gives that Job. The test plays
/// the controllers and the kubelet, which are not here.
@Tag("slow")
@Tag("jar")
@Tag("chart")
@ExtendWith(OperatorExtension.class)
class UninstallHookIT {

  private static final String NAMESPACE = Installation.NAMESPACE;

  @TempDir Path folder;

  @Test
  void stopsTheLeaderAndRemovesTheLeaseThatItReleased(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster);
        var release = new Release(cluster, fixture, "uninstalled");
        var uninstall = release.uninstall()) {
      release.endWhenScaledToZero(false);

      assertThat(uninstall.awaitExit()).as(uninstall.output()).isZero();
      assertThat(uninstall.output()).contains("stopped, and its Lease is gone");
      assertThat(release.lease()).isNull();
    }
  }

  /// Its requests may still be applied, and the next operator has to know that.
  @Test
  void leavesTheLeaseOfALeaderThatWasKilled(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster);
        var release = new Release(cluster, fixture, "killed");
        var uninstall = release.uninstall()) {
      release.endWhenScaledToZero(true);

      assertThat(uninstall.awaitExit()).as(uninstall.output()).isZero();
      assertThat(uninstall.output()).contains("without releasing its Lease, which was left");
      assertThat(release.lease()).isNotNull();
    }
  }

  @Test
  void saysThatThePodsDoNotStop(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster);
        var release = new Release(cluster, fixture, "stuck");
        var uninstall = release.uninstall("--timeout=1")) {
      assertThat(uninstall.awaitExit()).isEqualTo(1);
      assertThat(uninstall.output()).contains("still there after 1 s", "--no-hooks");
      assertThat(release.lease()).isNotNull();
    }
  }

  /// `helm template | kubectl apply` creates the objects of hooks like all others.
  @Test
  void stopsNothingWhenItWasAppliedByKubectl(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster);
        var release = new Release(cluster, fixture, "applied")) {
      Kubectl.of(cluster.controlPlane())
          .call(release.job().toString(), "apply", "--server-side", "-f", "-");
      try (var uninstall = release.uninstall()) {
        assertThat(uninstall.awaitExit()).isZero();
        assertThat(uninstall.output()).contains("Nothing was stopped", "--no-hooks");
        assertThat(release.deployment().getSpec().getReplicas()).isOne();
      }
    }
  }

  @Test
  void isNotThereWithoutRightsOrWhenItIsNotWanted() {
    for (var setting : List.of("rbac.create=false", "uninstallHook.enabled=false")) {
      assertThat(Helm.four().uninstallHook("release", NAMESPACE, "--set", setting)).isEmpty();
    }
  }

  @Test
  void asksForNoLeaseWithoutLeaderElection() {
    var hook =
        Helm.four()
            .uninstallHook("release", NAMESPACE, "--set", "operator.leaderElection.enabled=false");

    assertThat(hook).hasSize(4).noneMatch(object -> object.toString().contains("--lease"));
  }

  /// A release of the chart, whose one Pod is a process here.
  private final class Release implements AutoCloseable {

    private final Cluster cluster;
    private final String name;
    private final List<JsonNode> hook;
    private final OperatorJar operator;

    Release(Cluster cluster, OperatorFixture fixture, String name) throws IOException {
      this.cluster = cluster;
      this.name = name;
      var options = new String[] {"--set", "fullnameOverride=" + name};
      var installation = Installation.of(cluster, name);
      Helm.four().template(name, NAMESPACE, options).stream()
          .filter(o -> o.path("kind").asText().equals("Deployment"))
          .forEach(o -> Installation.apply(cluster.admin(), o));
      hook = Helm.four().uninstallHook(name, NAMESPACE, options);
      hook.stream()
          .filter(o -> !o.path("kind").asText().equals("Job"))
          .forEach(o -> Installation.apply(cluster.admin(), o));
      createPod();
      var file = fixture.configurationFile(folder.resolve(name), Ports.free(), name);
      operator =
          OperatorJar.start(
              List.of(),
              "run",
              "--config",
              file.toString(),
              "--kubeconfig",
              installation.kubeconfig().toString());
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(lease()).extracting(Release::holder).isNotEqualTo(""));
    }

    private static String holder(Lease lease) {
      return String.valueOf(lease.getSpec().getHolderIdentity());
    }

    private void createPod() {
      var labels = deployment().getSpec().getSelector().getMatchLabels();
      cluster
          .admin()
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withNamespace(NAMESPACE)
                  .withLabels(labels)
                  .endMetadata()
                  .withNewSpec()
                  .addNewContainer()
                  .withName("operator")
                  .withImage("operator")
                  .endContainer()
                  .endSpec()
                  .build())
          .create();
    }

    JsonNode job() {
      return hook.stream()
          .filter(o -> o.path("kind").asText().equals("Job"))
          .findFirst()
          .orElseThrow();
    }

    OperatorJar uninstall(String... more) throws IOException {
      var arguments =
          new ArrayList<>(Chart.texts(job().at("/spec/template/spec/containers/0/args")));
      var account = job().at("/spec/template/spec/serviceAccountName").asText();
      var kubeconfig =
          Installation.kubeconfig(
              cluster.controlPlane(), Installation.token(cluster.admin(), account));
      arguments.addAll(List.of("--kubeconfig", kubeconfig.toString()));
      arguments.addAll(List.of(more));
      return OperatorJar.start(List.of(), arguments.toArray(String[]::new));
    }

    void endWhenScaledToZero(boolean kill) throws InterruptedException {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(deployment().getSpec().getReplicas()).isZero());
      assertThat(lease()).isNotNull();
      if (kill) {
        operator.process().destroyForcibly();
      } else {
        operator.process().destroy();
      }
      operator.awaitExit();
      deletePod();
    }

    private void deletePod() {
      cluster.admin().pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(0).delete();
    }

    Deployment deployment() {
      return cluster.admin().apps().deployments().inNamespace(NAMESPACE).withName(name).get();
    }

    @Nullable Lease lease() {
      return cluster.admin().leases().inNamespace(NAMESPACE).withName(name).get();
    }

    @Override
    public void close() throws IOException {
      operator.close();
      deletePod();
      cluster.admin().apps().deployments().inNamespace(NAMESPACE).withName(name).delete();
    }
  }
}
