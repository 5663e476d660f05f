package io.dodil.buildsecrets.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// What one control plane has on disk, readable by its user alone: certificates, kubeconfig, and
/// under the names of the binaries the scripts that run them.
record RunDirectory(Path path) {

  static RunDirectory create(Binaries binaries) {
    try {
      var run = new RunDirectory(Files.createTempDirectory("control-plane"));
      var scripts =
          run.path
              .resolve("k8s")
              .resolve(Objects.requireNonNull(binaries.directory().getFileName()));
      Files.createDirectories(scripts);
      Files.createSymbolicLink(scripts.resolve("real"), binaries.directory());
      Files.createSymbolicLink(scripts.resolve("kubectl"), binaries.kubectl());
      for (var name : List.of("etcd", "kube-apiserver")) {
        copy(name + ".sh", scripts.resolve(name), "rwx------");
      }
      copy("audit-policy.yaml", run.auditPolicy(), "rw-------");
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(String resource, Path target, String permissions) throws IOException {
    try (var content = RunDirectory.class.getResourceAsStream(resource)) {
      createFor(target, permissions);
      Files.write(target, Objects.requireNonNull(content, resource).readAllBytes());
    }
  }

  /// With the permissions from the first moment on.
  private static void createFor(Path file, String permissions) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
  }

  Path auditPolicy() {
    return path.resolve("audit-policy.yaml");
  }

  Path kubeconfig() {
    return path.resolve("kubeconfig");
  }

  void writeKubeconfig(String yaml) {
    try {
      createFor(kubeconfig(), "rw-------");
      Files.writeString(kubeconfig(), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcessHandle apiServer() {
    try {
      var pid = Files.readString(path.resolve("kube-apiserver.pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid))
          .orElseThrow(() -> new IllegalStateException("The API server is not running"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The script waits for a line here once the API server has ended.
  void tellToStartApiServer() {
    try {
      Files.writeString(path.resolve("start"), "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From now on the scripts leave cleaning up to us.
  void markClosing() {
    try {
      Files.createFile(path.resolve("closing"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
