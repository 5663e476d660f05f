package io.dodil.buildsecrets.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.dodil.buildsecrets.controlplane.Options;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OperatorExtension.class)
class ControlPlaneIT {

  @Test
  void answersReadyzInTheVersionAskedFor(ControlPlane cluster) {
    try (var client = client(cluster)) {
      assertThat(client.raw("/readyz")).isEqualTo("ok");
      assertThat(client.getKubernetesVersion().getGitVersion())
          .isEqualTo("v" + System.getProperty("kubernetes.version"));
    }
  }

  @Test
  void everyTestIsGivenTheSameOne(ControlPlane cluster, ControlPlane again) {
    assertThat(again).isSameAs(cluster);
  }

  @Test
  void theApiServerAloneListensAndOnTheLoopbackOnly(ControlPlane cluster) throws Exception {
    var etcd = cluster.processes().stream().filter(p -> command(p).endsWith("/etcd")).toList();
    var apiServer =
        cluster.processes().stream().filter(p -> command(p).endsWith("/kube-apiserver")).toList();

    assertThat(etcd).isNotEmpty();
    assertThat(Listeners.addresses(etcd)).isEmpty();
    assertThat(Listeners.addresses(apiServer))
        .isNotEmpty()
        .isSubsetOf(Listeners.LOOPBACK_4, Listeners.LOOPBACK_6);
  }

  /// etcd asks nobody for a login: who may enter the folder of its sockets is administrator.
  @Test
  void nobodyButTheUserReachesEtcd(ControlPlane cluster) throws Exception {
    var run = cluster.kubeconfig().resolveSibling("");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
        .isEqualTo("rwx------");
    assertThat(run.resolve("client")).exists();
    // that of its peers: a socket with a path has no name that other users could open
    assertThat(run.resolve("peer:0")).exists();
  }

  private static String command(ProcessHandle process) {
    return process.info().command().orElse("");
  }

  @Test
  void kubectlWorksWithAKubeconfigThatOnlyTheUserCanRead(ControlPlane cluster) throws Exception {
    var kubectl =
        new ProcessBuilder(
                cluster.kubectl().toString(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "auth",
                "can-i",
                "create",
                "namespaces")
            .start();

    assertThat(kubectl.inputReader().readLine()).isEqualTo("yes");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.kubeconfig())))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsItsObjectsAndItsAddressWhenTheApiServerRestarts() {
    try (var cluster = ControlPlane.start();
        var client = client(cluster)) {
      createConfigMap(client, "kept");
      var address = cluster.config().getMasterUrl();

      cluster.stopApiServer();
      cluster.startApiServer();

      assertThat(configMap(client, "kept")).isNotNull();
      assertThat(cluster.config().getMasterUrl()).isEqualTo(address);
    }
  }

  @Test
  void twoControlPlanesSideBySideShareNothing(ControlPlane cluster) {
    try (var other = ControlPlane.start();
        var client = client(cluster);
        var otherClient = client(other)) {
      createConfigMap(client, "only-in-one");

      assertThat(configMap(client, "only-in-one")).isNotNull();
      assertThat(configMap(otherClient, "only-in-one")).isNull();
    }
  }

  @Test
  void writesDownWhoAskedForWhatButNoBody(@TempDir Path directory) throws Exception {
    var log = directory.resolve("audit.log");
    try (var cluster = ControlPlane.start(Options.defaults().auditLog(log));
        var client = client(cluster)) {
      createConfigMap(client, "written-down");

      assertThat(Files.readAllLines(cluster.auditLog()))
          .filteredOn(line -> line.contains("\"userAgent\":\"control-plane-test\""))
          .singleElement()
          .asString()
          .contains("\"verb\":\"create\"", "\"resource\":\"configmaps\"")
          .doesNotContain("a value");
    }
  }

  private static KubernetesClient client(ControlPlane cluster) {
    var config = new ConfigBuilder(cluster.config()).withUserAgent("control-plane-test").build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static void createConfigMap(KubernetesClient client, String name) {
    var configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .addToData("key", "a value")
            .build();
    client.configMaps().inNamespace("default").resource(configMap).create();
  }

  private static @Nullable ConfigMap configMap(KubernetesClient client, String name) {
    return client.configMaps().inNamespace("default").withName(name).get();
  }
}
