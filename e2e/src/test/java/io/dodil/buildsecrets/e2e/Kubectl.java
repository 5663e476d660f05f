package io.dodil.buildsecrets.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real kubectl, as the cluster's administrator. Its discovery cache is its own: a served CRD
/// that changed would confuse it.
record Kubectl(Path program, Path kubeconfig, Path cache) {

  static Kubectl of(Cluster cluster) throws IOException {
    var controlPlane = cluster.controlPlane();
    return new Kubectl(
        controlPlane.kubectl(), controlPlane.kubeconfig(), Files.createTempDirectory("kubectl"));
  }

  /// What it printed, errors included, and how it ended.
  record Result(int exitCode, String output) {}

  Result tryRun(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(program.toString(), "--kubeconfig=" + kubeconfig, "--cache-dir=" + cache));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /// What it printed; that it failed is an error.
  String run(String... arguments) throws IOException, InterruptedException {
    var result = tryRun(arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }
}
