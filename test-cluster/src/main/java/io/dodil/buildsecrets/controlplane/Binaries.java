package io.dodil.buildsecrets.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// The folder with etcd, kube-apiserver and kubectl of one Kubernetes version, laid out as
/// kube-api-test and setup-envtest do it: `ROOT/k8s/VERSION-OS-ARCH`.
///
/// @param version without a `v` in front
record Binaries(String version, Path directory) {

  static final String VERSION_PROPERTY = "kubernetes.version";
  static final String PINNED_VERSION = "1.36.3";
  static final String ROOT_VARIABLE = "KUBE_API_TEST_DIR";

  static Binaries resolve(Properties properties, Map<String, String> environment) {
    var version = properties.getProperty(VERSION_PROPERTY, PINNED_VERSION);
    var root =
        Optional.ofNullable(environment.get(ROOT_VARIABLE))
            .map(Path::of)
            .orElseGet(() -> Path.of(properties.getProperty("user.home"), ".kubeapitest"));
    return new Binaries(
        version, root.toAbsolutePath().resolve("k8s").resolve(version + platform(properties)));
  }

  private static String platform(Properties properties) {
    var system = properties.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arm = properties.getProperty("os.arch").equals("aarch64");
    return "-" + (system.contains("mac") ? "darwin" : system) + (arm ? "-arm64" : "-amd64");
  }

  Binaries orExplain() {
    var missing =
        Stream.of("etcd", "kube-apiserver", "kubectl")
            .filter(name -> !Files.isExecutable(directory.resolve(name)))
            .toList();
    if (missing.isEmpty()) {
      return this;
    }
    throw new IllegalStateException(
        "No %s of Kubernetes %s in %s: run e2e/control-plane/build.sh %s"
            .formatted(String.join(", ", missing), version, directory, version));
  }

  Path kubectl() {
    return directory.resolve("kubectl");
  }
}
