package io.dodil.buildsecrets.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The packaged operator with a heap of 64 MiB, 20 resources that ask for too much, and a small one
/// beside them.
@ExtendWith(SharedCluster.class)
class MemoryIT {

  /// Running out of memory ends the process: it can't be overlooked.
  private static final List<String> SMALL_HEAP = List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError");

  /// The small one waits for its turn behind 20 others, two at a time, that read 9 MiB each and are
  /// given up then: 90 MiB one after the other, at some 50 MiB a second on two cores.
  private static final Duration TURN = Duration.ofSeconds(15);

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @TempDir Path directory;

  private Stage stage;
  private Crowd crowd;
  private Team small;

  @BeforeEach
  void prepare(Cluster cluster) throws IOException {
    stage = Stage.withoutOperator(cluster);
    crowd = Crowd.of(stage);
    small = stage.newTeam();
    small.secret("npm", Map.of("token", "old"));
  }

  @AfterEach
  void strike() throws IOException {
    stage.close();
    crowd.leave();
  }

  @Test
  void resourcesThatAreTooLargeNeitherExhaustTheMemoryNorHoldUpASmallOne() throws Exception {
    crowd.bigSecrets(127);
    crowd.apply(_ -> everyReference());
    small.apply("one", NPM);
    try (var operator = start()) {
      small.awaitReady("one");
      crowd.await(s -> isTooLarge(s.condition("Ready").map(c -> c.message()).orElse("")));
      assertThat(crowd.statuses()).allMatch(s -> s.isTrue("Stalled"));

      // wakes all of them again
      crowd.secret("big-0", Map.of("token", "y"));
      var start = Instant.now();
      var rotated = small.secret("npm", Map.of("token", "new"));

      small.awaitSavedVersion("one", rotated);
      var took = Duration.between(start, Instant.now());
      System.out.println("MEASURED too large: small rotated in " + took);
      assertThat(took).isLessThan(TURN);
      assertThat(crowd.saves()).isZero();
      assertSurvives(operator);
    }
  }

  @Test
  void resourcesAtTheLimitAreAllSaved() throws Exception {
    crowd.bigSecrets(7);
    crowd.secret("large", Map.of("value", "x".repeat(1_048_000)));
    crowd.apply(_ -> eightMebibytes());
    small.apply("one", NPM);
    // so that they meet in the calls, too
    stage
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Delay(Duration.ofSeconds(2))));
    try (var operator = start()) {
      small.awaitReady("one");
      var start = Instant.now();
      crowd.await(s -> s.isTrue("Ready"));
      System.out.println(
          "MEASURED at the limit: all saved in " + Duration.between(start, Instant.now()));

      assertThat(crowd.saves()).isEqualTo(Crowd.SIZE);
      var rotated = small.secret("npm", Map.of("token", "new"));
      small.awaitSavedVersion("one", rotated);
      assertSurvives(operator);
    }
  }

  private OperatorJar start() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    return OperatorJar.start(
        SMALL_HEAP,
        "run",
        "--config",
        stage.configurationFile(directory.resolve("operator.yaml"), port).toString(),
        "--kubeconfig",
        stage.cluster().controlPlane().kubeconfig().toString());
  }

  private static void assertSurvives(OperatorJar operator) throws Exception {
    assertThat(operator.process().isAlive()).isTrue();
    operator.process().destroy();
    assertThat(operator.awaitExit()).isZero();
    assertThat(operator.output()).doesNotContain("OutOfMemoryError");
  }

  private static boolean isTooLarge(String message) {
    return message.equals(
        "the referenced Secrets are larger than 8 MiB together; nothing has been saved yet");
  }

  /// 127 and the credential.
  private static String everyReference() {
    return """
    registryCredentials: [%s]
    registryCredentialsFrom: [%s]
    gitCredentials: {secretRef: {name: big-42}}
    buildSecrets: [%s]
    buildSecretsFrom: [%s]
    """
        .formatted(
            list(0, 32, i -> "{registry: r%d.dev, secretRef: {name: big-%d}}".formatted(i, i)),
            list(32, 42, i -> "{secretRef: {name: big-%d}}".formatted(i)),
            list(43, 107, MemoryIT::buildSecret),
            list(107, 127, i -> "{secretRef: {name: big-%d}}".formatted(i)));
  }

  private static String eightMebibytes() {
    return "buildSecrets: [%s, {name: LARGE, secretKeyRef: {name: large, key: value}}]"
        .formatted(list(0, 7, MemoryIT::buildSecret));
  }

  private static String buildSecret(int i) {
    return "{name: A%d, secretKeyRef: {name: big-%d, key: token}}".formatted(i, i);
  }

  private static String list(int from, int to, IntFunction<String> entry) {
    return IntStream.range(from, to).mapToObj(entry).collect(joining(", "));
  }
}
