package io.dodil.buildsecrets.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

  private final Properties properties = new Properties();

  BinariesTest() {
    properties.setProperty("user.home", "/home/jane");
    properties.setProperty("os.name", "Linux");
    properties.setProperty("os.arch", "amd64");
  }

  @Test
  void looksForThePinnedVersionInTheHomeOfTheUser() {
    assertThat(Binaries.resolve(properties, Map.of()).directory())
        .hasToString("/home/jane/.kubeapitest/k8s/%s-linux-amd64", Binaries.PINNED_VERSION);
  }

  @Test
  void looksWhereTheUserSays() {
    var environment = Map.of("KUBE_API_TEST_DIR", "/opt/kube");

    assertThat(Binaries.resolve(properties, environment).directory())
        .startsWithRaw(Path.of("/opt/kube"));
  }

  @Test
  void anotherVersionIsOnePropertyAway() {
    properties.setProperty("kubernetes.version", "1.35.1");

    assertThat(Binaries.resolve(properties, Map.of()).directory())
        .endsWithRaw(Path.of("k8s/1.35.1-linux-amd64"));
  }

  @Test
  void namesThePlatformAsGoDoes() {
    properties.setProperty("os.name", "Mac OS X");
    properties.setProperty("os.arch", "aarch64");

    assertThat(Binaries.resolve(properties, Map.of()).directory().toString())
        .endsWith("-darwin-arm64");
  }

  @Test
  void saysInOneSentenceWhatIsMissingAndHowToGetIt(@TempDir Path root) throws Exception {
    var binaries = Binaries.resolve(properties, Map.of("KUBE_API_TEST_DIR", root.toString()));
    Files.createDirectories(binaries.directory());
    var etcd = Files.createFile(binaries.directory().resolve("etcd"));
    assertThat(etcd.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(binaries::orExplain)
        .hasMessageStartingWith("No kube-apiserver, kubectl of Kubernetes 1.36.3 in " + root)
        .hasMessageEndingWith("run e2e/control-plane/build.sh 1.36.3");
  }

  @Test
  void thePinnedVersionIsTheOneOfTheGoModule() throws Exception {
    assertThat(Files.readAllLines(Path.of("../e2e/control-plane/go.mod")))
        .contains("\tk8s.io/kubernetes v" + Binaries.PINNED_VERSION);
  }
}
