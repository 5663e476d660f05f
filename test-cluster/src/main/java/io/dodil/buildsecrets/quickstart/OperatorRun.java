package io.dodil.buildsecrets.quickstart;

import io.dodil.buildsecrets.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The operator in a process of its own, as in production.
///
/// @param log what it prints
/// @param folder of its files
record OperatorRun(Process process, Path log, int port, Path folder) {

  /// Ends the operator when standard input ends, as it does when this JVM is gone, however it went.
  /// Who stops the operator in order removes the folder by himself.
  private static final String SCRIPT =
      """
      folder=$1
      shift
      exec 3<&0 < /dev/null
      {
        trap '' INT HUP TERM
        read -r _ <&3
        kill -9 $$
        [ -e "$folder/closing" ] || rm -rf "$folder"
      } > /dev/null 2>&1 &
      exec "$@" 3<&-
      """;

  private static final int STOP_SECONDS = 20;
  private static final int LAST_LINES = 15;

  static OperatorRun start(Path root, Path folder, Cluster cluster, Sandbox sandbox) {
    try {
      var ports = freePorts();
      var log = Files.createDirectories(root.resolve("target")).resolve("quickstart-operator.log");
      var command =
          new ArrayList<>(
              List.of(
                  "/bin/sh",
                  "-c",
                  SCRIPT,
                  "operator",
                  folder.toString(),
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-jar",
                  root.resolve("dist/target/app/buildsecrets-operator.jar").toString(),
                  "run",
                  "--config",
                  configuration(folder, cluster, sandbox, ports).toString()));
      command.addAll(cluster.way());
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new OperatorRun(process, log, ports.getFirst(), folder);
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
        server: {probePort: %d, metricsPort: %d, loopbackOnly: true}
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
  /// @throws UnexpectedState when the process has ended
  boolean isReady() {
    if (!process.isAlive()) {
      throw new UnexpectedState("the operator ended with exit code " + process.exitValue());
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

  private void markClosing() {
    try {
      Files.writeString(folder.resolve("closing"), "");
    } catch (IOException e) {
      // the folder is gone, as is the operator
    }
  }

  /// Asks it to stop and returns its exit code.
  int stop() {
    markClosing();
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
