package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// kubectl, as a person calls it; what it finds out about the cluster it keeps in a folder of its
/// own.
record Kubectl(ControlPlane cluster, Path cache) {

  static Kubectl of(ControlPlane cluster) {
    try {
      return new Kubectl(cluster, Files.createTempDirectory("kubectl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What came of a call.
  ///
  /// @param output standard output and error, as a terminal shows them
  record Result(int exitCode, String output) {

    String orThrow() {
      if (exitCode != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    }
  }

  /// What it printed; throws when it failed.
  String run(String... arguments) {
    return call("", arguments).orThrow();
  }

  Result call(String input, String... arguments) {
    var command = new ArrayList<String>();
    command.add(cluster.kubectl().toString());
    command.add("--kubeconfig=" + cluster.kubeconfig());
    command.add("--cache-dir=" + cache);
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
