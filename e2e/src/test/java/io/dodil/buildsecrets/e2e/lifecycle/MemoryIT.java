package io.dodil.buildsecrets.e2e.lifecycle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.LargeResources;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Save;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The packaged operator with a heap of 64 MiB, 20 resources that ask for too much, and a small one
/// beside them.
@Tag("slow")
@Tag("jar")
@ExtendWith(OperatorExtension.class)
@Order(1) // takes long: others run beside it
class MemoryIT {

  /// Running out of memory ends the process: it can't be overlooked.
  private static final List<String> SMALL_HEAP = List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError");

  /// The small one may find all 20 before it among those that are small until they have shown that
  /// they are not: each reads two Secrets of 1 MiB, two resources at a time. That is 2 s on two
  /// busy cores; waiting for the large ones to be read would be 200 MiB more.
  private static final Duration TURN = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @TempDir Path directory;

  private OperatorFixture fixture;
  private LargeResources crowd;
  private TestNamespace small;

  @BeforeEach
  void prepare(Cluster cluster) throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
    crowd = LargeResources.of(fixture);
    small = fixture.newNamespace();
    small.secret("npm", Map.of("token", "old"));
  }

  @AfterEach
  void strike() throws IOException {
    fixture.close();
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
      var mark = fixture.cluster().audit().mark();
      crowd.secret("big-0", Map.of("token", "y"));
      var start = Instant.now();
      var rotated = small.secret("npm", Map.of("token", "new"));

      small.awaitSavedVersion("one", rotated);
      var took = Duration.between(start, Instant.now());
      assertThat(took).isLessThan(TURN);
      await()
          .untilAsserted(
              () -> assertThat(secretsReadSince(mark)).hasSizeGreaterThan(2 * LargeResources.SIZE));
      assertThat(crowd.saves()).isZero();
      operator.assertSurvives();
    }
  }

  @Test
  void resourcesAtTheLimitAreAllSavedAndASmallOnePassesThem() throws Exception {
    var answer = new CountDownLatch(1);
    fixture.sandbox().onSave(save -> holdBack(save, answer));
    small.apply("one", NPM);
    crowd.bigSecrets(7);
    crowd.secret("large", Map.of("value", "x".repeat(1_048_000)));
    try (var operator = start()) {
      small.awaitReady("one");
      crowd.apply(_ -> eightMebibytes());
      // as many as may be under way at a time; the others wait for their slot
      await().atMost(PATIENCE).until(() -> crowd.saves() >= 4);
      small.awaitSavedVersion("one", small.secret("npm", Map.of("token", "new")));
      await().during(Duration.ofSeconds(2)).until(() -> crowd.saves() == 4);

      answer.countDown();

      crowd.await(s -> s.isTrue("Ready"));
      assertThat(crowd.saves()).isEqualTo(LargeResources.SIZE);
      operator.assertSurvives();
    }
  }

  private void holdBack(Save save, CountDownLatch answer) {
    if (!save.organization().equals(small.organization())) {
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<String> secretsReadSince(long mark) {
    return fixture.cluster().audit().operatorCallsSince(mark).stream()
        .filter(Call::isSecretRead)
        .map(Call::name)
        .toList();
  }

  private OperatorJar start() throws IOException {
    var file = fixture.configurationFile(directory.resolve("operator.yaml"), Ports.free());
    var patient = Files.readString(file).replace("timeout: 5s", "timeout: 2m");
    return OperatorJar.start(
        SMALL_HEAP,
        "run",
        "--config",
        Files.writeString(file, patient).toString(),
        "--kubeconfig",
        fixture.cluster().operator().kubeconfig().toString());
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
