package io.dodil.buildsecrets.e2e.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The packaged quickstart in a cluster of the user's, killed while it invites to play.
@Tag("jar")
@ExtendWith(OperatorExtension.class)
class QuickstartEndIT {

  private static final Path JAR = Path.of("../test-cluster/target/app/buildsecrets-quickstart.jar");

  @Test
  void aKilledQuickstartLeavesNoOperatorAndNoFile(Cluster cluster, @TempDir Path directory)
      throws Exception {
    var quickstart = start(cluster, directory);
    try {
      awaitInvitation(quickstart);
      assertThat(holdsKeysOfTheCluster(directory)).isFalse();
      var processes = quickstart.descendants().toList();
      assertThat(processes)
          .anyMatch(p -> p.info().commandLine().orElse("").contains("buildsecrets-operator.jar"));

      quickstart.destroyForcibly().waitFor();

      await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
      await().untilAsserted(() -> assertThat(directory).isEmptyDirectory());
    } finally {
      quickstart.descendants().forEach(ProcessHandle::destroyForcibly);
      quickstart.destroyForcibly();
    }
  }

  private static Process start(Cluster cluster, Path directory) throws IOException {
    var controlPlane = cluster.controlPlane();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-classpath",
                JAR.toString(),
                "io.dodil.buildsecrets.quickstart.Main",
                "--root=..",
                "--context=" + controlPlane.config().getCurrentContext().getName())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.PIPE);
    var environment = builder.environment();
    environment.put("KUBECONFIG", controlPlane.kubeconfig().toString());
    environment.merge(
        "PATH",
        Objects.requireNonNull(controlPlane.kubectl().getParent()).toString(),
        (path, own) -> own + File.pathSeparator + path);
    return builder.start();
  }

  private static void awaitInvitation(Process quickstart) throws IOException {
    var output = quickstart.inputReader();
    var said = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains("All of this stays until Ctrl-C")) {
        return;
      }
    }
    throw new IllegalStateException("the quickstart ended: " + said);
  }

  private static boolean holdsKeysOfTheCluster(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> text(file).contains("client-key"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
