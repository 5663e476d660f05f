package io.dodil.buildsecrets.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However it ends, nothing of a control plane stays on the machine.
class ControlPlaneEndIT {

  /// etcd, kube-apiserver, its script, and a watch for each script
  private static final int EVERY_PROCESS = 5;

  @Test
  void closeReturnsWhenEverythingIsGone() {
    var controlPlane = ControlPlane.start();
    var processes = controlPlane.processes();

    controlPlane.close();

    assertThat(processes)
        .hasSizeGreaterThanOrEqualTo(EVERY_PROCESS)
        .noneMatch(ProcessHandle::isAlive);
    assertThat(controlPlane.kubeconfig().getParent()).doesNotExist();
  }

  @Test
  void anExitWithoutCloseLeavesNothingBehind(@TempDir Path directory) throws Exception {
    try (var held = Held.start(directory)) {
      held.jvm.getOutputStream().write('\n');
      held.jvm.getOutputStream().flush();
      held.jvm.waitFor();

      held.awaitNothingLeft();
    }
  }

  @Test
  void aKilledJvmLeavesNothingBehind(@TempDir Path directory) throws Exception {
    try (var held = Held.start(directory)) {
      held.jvm.destroyForcibly().waitFor();

      held.awaitNothingLeft();
    }
  }

  private record Held(Process jvm, Path directory, List<Long> processes) implements AutoCloseable {

    static Held start(Path directory) throws IOException {
      var jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dkubernetes.version=" + System.getProperty("kubernetes.version"),
                  "-Djava.io.tmpdir=" + directory,
                  "-classpath",
                  System.getProperty("java.class.path"),
                  ControlPlaneHolder.class.getName())
              .redirectError(Redirect.INHERIT)
              .start();
      var output = jvm.inputReader();
      var processes = Stream.of(line(output).split(" ", -1)).map(Long::valueOf).toList();
      return new Held(jvm, directory, processes);
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
      await().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
    }

    @Override
    public void close() {
      jvm.destroyForcibly();
    }
  }
}
