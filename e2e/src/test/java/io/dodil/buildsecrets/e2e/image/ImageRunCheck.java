package io.dodil.buildsecrets.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// How the image runs: its own root file system and run time, the real API server, and a Dodil
/// behind TLS.
@ExtendWith(OperatorExtension.class)
class ImageRunCheck {

  private static final String SECRET = "canary-of-the-image-check";

  @TempDir Path folder;

  @Test
  void isNobodyAndCanWriteNowhere() throws Exception {
    assertThat(witness())
        .contains("Uid: 65532 65532 65532 65532\n", "Gid: 65532 65532 65532 65532\n")
        .contains("CapPrm: 0000000000000000\n", "CapEff: 0000000000000000\n")
        .contains("CapAmb: 0000000000000000\n", "NoNewPrivs: 1\n")
        .contains("writes to /: false\n", "writes to /tmp: false\n")
        .contains("writes to /app: false\n", "writes to /etc: false\n");
  }

  @Test
  void leavesRoomBesideTheHeapAndTrustsPublicAuthorities() throws Exception {
    var said = witness();

    assertThat(numberAfter("heap: ", said)).isBetween(110, 126);
    assertThat(numberAfter("trusted: ", said)).isGreaterThan(100);
  }

  @Test
  void savesOverTlsWithTheTokenOfAPod(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var pod = ImagePod.in(cluster, folder).withConfiguration(fixture);
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", SECRET));
      var begin = Instant.now();
      try (var operator = pod.start(Image.unpack(folder.resolve("image")), Map.of())) {
        awaitReady(pod.ports().probes());
        var start = Duration.between(begin, Instant.now());
        ns.apply("one", "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");
        ns.awaitReady("one");

        assertThat(ns.saves()).hasSize(1);
        assertThat(operator.kernelKnows("CapEff")).isEqualTo("0000000000000000");
        assertThat(kibibytes(operator.kernelKnows("VmHWM")))
            .as("the most it ever had in memory")
            .isLessThan(ImageContainer.MEBIBYTES * 1024);
        System.out.printf(
            "image: unpacked and ready in %d ms, %s at most%n",
            start.toMillis(), operator.kernelKnows("VmHWM"));
        operator.signal("TERM");
        assertThat(operator.awaitExit()).isZero();
        assertThat(operator.output()).contains("\"requestId\"").doesNotContain(SECRET);
      }
    }
  }

  @Test
  void leavesNothingOfItsMemoryBehindWhenItCrashes(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var pod = ImagePod.in(cluster, folder).withConfiguration(fixture);
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", SECRET));
      var image = Image.unpack(folder.resolve("image"));
      try (var operator = pod.start(image, Map.of("/tmp", "tmpfs"))) {
        awaitReady(pod.ports().probes());
        ns.apply("one", "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");
        ns.awaitReady("one");

        operator.signal("SEGV");

        assertThat(operator.awaitExit()).isNotZero();
        assertThat(operator.output())
            .contains("# CreateCoredumpOnCrash turned off, no core file dumped")
            .containsPattern("error report file with more information is saved as:\n# /dev/null\n")
            .doesNotContain(SECRET);
      }
    }
  }

  /// What the witness says of the image.
  private String witness() throws IOException, InterruptedException {
    var image = Image.unpack(folder);
    var classes = Path.of("target/test-classes").toAbsolutePath().toString();
    var program = new ArrayList<>(image.entrypoint());
    program.subList(program.indexOf("-cp"), program.size()).clear();
    program.addAll(List.of("-cp", "/witness", ImageWitness.class.getName()));
    try (var witness =
        ImageContainer.startProgram(image, Map.of("/witness", classes), Map.of(), program)) {
      assertThat(witness.awaitExit()).as(witness.output()).isZero();
      return witness.output();
    }
  }

  private static void awaitReady(int port) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ImageContainer.probe(port, "/readyz") == 200);
  }

  private static int numberAfter(String label, String output) {
    return output
        .lines()
        .filter(line -> line.startsWith(label))
        .mapToInt(line -> Integer.parseInt(line.substring(label.length())))
        .findFirst()
        .orElseThrow();
  }

  private static int kibibytes(String text) {
    return Integer.parseInt(text.replace(" kB", ""));
  }
}
