package io.dodil.buildsecrets.quickstart;

import io.dodil.buildsecrets.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The operator in a process of its own, as in production.
///
/// @param log what it prints
record OperatorRun(Process process, Path log, int port) {

  private static final int STOP_SECONDS = 20;
  private static final int LAST_LINES = 15;

  static OperatorRun start(Path root, Path folder, Cluster cluster, Sandbox sandbox) {
    try {
      var ports = freePorts();
      var log = Files.createDirectories(root.resolve("target")).resolve("quickstart-operator.log");
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-jar",
                  root.resolve("operator/target/app/buildsecrets-operator.jar").toString(),
                  "run",
                  "--config",
                  configuration(folder, cluster, sandbox, ports).toString(),
                  "--kubeconfig",
                  cluster.kubeconfig().toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new OperatorRun(process, log, ports.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> freePorts() throws IOException {
    try (var one = new ServerSocket(0);
        var other = new ServerSocket(0)) {
      return List.of(one.getLocalPort(), other.getLocalPort());
    }
  }

  private static Path configuration(
      Path folder, Cluster cluster, Sandbox sandbox, List<Integer> ports) throws IOException {
    var ca = Files.writeString(folder.resolve("ca.pem"), sandbox.caPem());
    return Files.writeString(
        folder.resolve("operator.yaml"),
        """
        endpoints:
          %s: {apiUrl: "%s", tokenUrl: "%s"}
        watchNamespaces: [%s]
        calls: {caFile: "%s"}
        leaderElection: {enabled: false}
        server: {probePort: %d, metricsPort: %d}
        log: {format: text}
        """
            .formatted(
                cluster.endpoint(),
                sandbox.apiUrl(),
                sandbox.tokenUrl(),
                cluster.lasts() ? cluster.namespace() : "",
                ca,
                ports.getFirst(),
                ports.getLast()));
  }

  /// Whether its probe says so.
  ///
  /// @throws NotSo when the process has ended
  boolean isReady() {
    if (!process.isAlive()) {
      throw new NotSo("the operator ended with exit code " + process.exitValue());
    }
    try (var answer = URI.create(readyz()).toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8).startsWith("ok");
    } catch (IOException e) {
      return false;
    }
  }

  String readyz() {
    return "http://localhost:" + port + "/readyz";
  }

  String printed() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String lastLines() {
    var lines = printed().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /// Asks it to stop and returns its exit code.
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }
}
