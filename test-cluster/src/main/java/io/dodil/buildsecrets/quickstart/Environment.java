package io.dodil.buildsecrets.quickstart;

import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.SandboxSettings;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// All that the tour needs, running.
///
/// @param folder of the files that go with the tour
record Environment(
    Cluster cluster, Sandbox sandbox, OperatorRun operator, KubernetesClient client, Path folder) {

  static final String ORGANIZATION = "acme";
  private static final String RESOURCE = "buildsecrets/acme";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Registers with `leftovers` whatever it starts, each before the next.
  static Environment set(Path root, Cluster cluster, Path folder, Cleanup cleanup) {
    var sandbox = Sandbox.start(SandboxSettings.sample());
    cleanup.add(sandbox::close);
    cluster.install(root, cleanup);
    var client = new KubernetesClientBuilder().withConfig(cluster.config()).build();
    cleanup.add(client::close);
    var operator = OperatorRun.start(root, folder, cluster, sandbox);
    cleanup.add(operator::stop);
    return new Environment(cluster, sandbox, operator, client, folder);
  }

  Kubectl kubectl() {
    return cluster.kubectl();
  }

  int saves() {
    return sandbox.saves(ORGANIZATION).size();
  }

  int calls() {
    return sandbox.saveCalls().size() + sandbox.tokenCalls().size();
  }

  /// The npm Secret with another token; from sending that to the arrival of the save.
  Duration rotate(String token) {
    int before = saves();
    var old = client.secrets().inNamespace(cluster.namespace()).withName("npm").get();
    var rotated = new SecretBuilder(old).addToStringData("token", token).build();
    long sent = System.nanoTime();
    client.resource(rotated).update();
    until("the save of a rotated Secret arrives", () -> saves() > before);
    return Duration.ofNanos(sandbox.saves(ORGANIZATION).get(before).arrival().nanos() - sent);
  }

  /// Waits until the status says that this version of the npm Secret was saved: the recipe of the
  /// README.
  void awaitSaved() {
    var secret = client.secrets().inNamespace(cluster.namespace()).withName("npm").get();
    await(
        "jsonpath={.status.lastSave.secrets[?(@.name==\"npm\")].resourceVersion}="
            + secret.getMetadata().getResourceVersion());
  }

  void awaitReady() {
    await("condition=Ready");
  }

  void awaitReason(String reason) {
    await("jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}=" + reason);
  }

  private void await(String state) {
    kubectl()
        .run(
            "wait",
            RESOURCE,
            "-n",
            cluster.namespace(),
            "--for=" + state,
            "--timeout=" + PATIENCE.toSeconds() + "s");
  }

  String message() {
    return get("jsonpath={.status.conditions[?(@.type==\"Ready\")].message}");
  }

  String get(String output) {
    return kubectl().run("get", RESOURCE, "-n", cluster.namespace(), "-o", output);
  }

  void patch(String patch) {
    kubectl().run("patch", RESOURCE, "-n", cluster.namespace(), "--type=json", "--patch=" + patch);
  }

  static void until(String what, BooleanSupplier isSo) {
    var deadline = Instant.now().plus(PATIENCE);
    while (!isSo.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new UnexpectedState("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      pause(Duration.ofMillis(5));
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnexpectedState("interrupted");
    }
  }
}
