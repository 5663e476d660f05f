package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// kubectl, as a person calls it; what it finds out about the cluster it keeps in a folder of its
/// own.
public record Kubectl(ControlPlane cluster, Path cache) {

  public static Kubectl of(Cluster cluster) {
    return of(cluster.controlPlane());
  }

  public static Kubectl of(ControlPlane cluster) {
    try {
      return new Kubectl(cluster, Files.createTempDirectory("kubectl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What came of a call.
  ///
  /// @param output standard output and error, as a terminal shows them
  public record Result(int exitCode, String output) {

    public String orThrow() {
      if (exitCode != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    }
  }

  /// What it printed; throws when it failed.
  public String run(String... arguments) {
    return call("", arguments).orThrow();
  }

  public Result call(String input, String... arguments) {
    var command = new ArrayList<>(List.of(cluster.kubectl().toString(), "--cache-dir=" + cache));
    command.addAll(List.of(arguments));
    return call(input, command);
  }

  /// Lines of a shell that finds kubectl and the cluster, as in the documentation.
  public Result shell(String script) {
    return call("", List.of("bash", "-euc", script));
  }

  private Result call(String input, List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var programs = Objects.requireNonNull(cluster.kubectl().getParent());
    builder.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
    builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
    builder.environment().put("KUBECACHEDIR", cache.toString());
    try {
      var process = builder.start();
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
