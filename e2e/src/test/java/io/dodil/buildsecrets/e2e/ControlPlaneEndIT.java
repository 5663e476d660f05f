package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// However it ends, nothing of a control plane stays on the machine.
class ControlPlaneEndIT {

  /// etcd, kube-apiserver, its script, and a watch for each script
  private static final int EVERY_PROCESS = 5;

  @Test
  void closeReturnsWhenEverythingIsGone() throws Exception {
    var before = temporaryFiles();
    var controlPlane = ControlPlane.start();
    var processes = controlPlane.processes();

    controlPlane.close();

    assertThat(processes)
        .hasSizeGreaterThanOrEqualTo(EVERY_PROCESS)
        .noneMatch(ProcessHandle::isAlive);
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @Test
  void anExitWithoutCloseLeavesNothingBehind() throws Exception {
    try (var held = Held.start()) {
      held.jvm.getOutputStream().write('\n');
      held.jvm.getOutputStream().flush();
      held.jvm.waitFor();

      held.awaitNothingLeft();
    }
  }

  @Test
  void aKilledJvmLeavesNothingBehind() throws Exception {
    try (var held = Held.start()) {
      held.jvm.destroyForcibly().waitFor();

      held.awaitNothingLeft();
    }
  }

  private static Set<Path> temporaryFiles() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.toString().matches(".*/(etcddata|etcdwal|control-plane)\\d+"))
          .collect(Collectors.toSet());
    }
  }

  private record Held(Process jvm, Path run, List<Long> processes, Set<Path> before)
      implements AutoCloseable {

    static Held start() throws IOException {
      var before = temporaryFiles();
      var jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dkubernetes.version=" + System.getProperty("kubernetes.version"),
                  "-classpath",
                  System.getProperty("java.class.path"),
                  ControlPlaneHolder.class.getName())
              .redirectError(Redirect.INHERIT)
              .start();
      var output = jvm.inputReader();
      var run = Path.of(line(output));
      var processes = Stream.of(line(output).split(" ", -1)).map(Long::valueOf).toList();
      return new Held(jvm, run, processes, before);
    }

    private static String line(BufferedReader output) throws IOException {
      var line = output.readLine();
      while (line != null && !line.startsWith(ControlPlaneHolder.SAYS)) {
        line = output.readLine();
      }
      return Objects.requireNonNull(line, "The JVM ended early")
          .substring(ControlPlaneHolder.SAYS.length());
    }

    void awaitNothingLeft() {
      assertThat(processes).hasSizeGreaterThanOrEqualTo(EVERY_PROCESS);
      await()
          .until(
              () -> processes.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList(),
              List::isEmpty);
      await().until(() -> Files.notExists(run));
      await().until(() -> temporaryFiles().equals(before));
    }

    @Override
    public void close() {
      jvm.destroyForcibly();
    }
  }
}
