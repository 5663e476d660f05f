package io.dodil.buildsecrets.quickstart;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Where the tour takes place.
///
/// @param way to it, as options of kubectl and of the operator
/// @param namespace of the tour alone
/// @param endpoint what the tour calls the sandbox
/// @param lasts whether it is there after the tour
record Cluster(
    Kubectl kubectl,
    List<String> way,
    Config config,
    String namespace,
    String endpoint,
    boolean lasts) {

  private static final String CRD = "crd/buildsecrets.ignite.dodil.io";

  /// A control plane that lives as long as the tour.
  static Cluster ownOne(Cleanup cleanup) {
    var controlPlane = ControlPlane.start();
    cleanup.add(controlPlane::close);
    var way = List.of("--kubeconfig", controlPlane.kubeconfig().toString());
    var kubectl = Kubectl.of(controlPlane.kubectl().toString(), way);
    return new Cluster(kubectl, way, controlPlane.config(), "ci", "staging", false);
  }

  /// A context of the user's own kubeconfig, which is never copied. The endpoint has another name
  /// than in the examples: an operator that is at work there shall not send them anywhere.
  static Cluster ofContext(String context) {
    var way = List.of("--context", context);
    var kubectl = Kubectl.of("kubectl", way);
    // fails for an unknown context, for which the client would take the current one
    kubectl.run("config", "view", "--minify");
    var namespace = "quickstart-" + UUID.randomUUID().toString().substring(0, 8);
    return new Cluster(kubectl, way, Config.autoConfigure(context), namespace, "quickstart", true);
  }

  /// The CRD, unless there is one: that is left as it is.
  void install(Path root, Cleanup cleanup) {
    if (kubectl.run("get", CRD, "--ignore-not-found", "-o", "name").isEmpty()) {
      kubectl.run("create", "-f", root.resolve("crds").toString());
      if (lasts) {
        cleanup.add(() -> kubectl.run("delete", CRD, "--timeout=60s"));
      }
    }
    kubectl.run("wait", CRD, "--for=condition=Established", "--timeout=60s");
    if (lasts) {
      cleanup.add(this::deleteNamespace);
    }
  }

  private void deleteNamespace() {
    kubectl.run("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  }

  /// All files of `examples/kubectl` in the order of their names, as `apply -f` takes them, too.
  void applyExamples(Path root) {
    kubectl.apply(examples(root.resolve("examples/kubectl")));
  }

  private String examples(Path folder) {
    var text = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        text.append("---\n").append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString()
        .replaceAll("(namespace|name): ci\\b", "$1: " + namespace)
        .replaceAll("endpoint: staging\\b", "endpoint: " + endpoint);
  }
}
