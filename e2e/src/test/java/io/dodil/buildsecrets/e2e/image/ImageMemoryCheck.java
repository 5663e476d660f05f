package io.dodil.buildsecrets.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The image under the chart's limit of memory, which the kernel enforces. Other sizes are measured
/// with `-Dmemory.resources=300 -Dmemory.secrets=10000 -Dmemory.mebibytes=512`.
class ImageMemoryCheck {

  private static final int RESOURCES = Integer.getInteger("memory.resources", 1_000);
  private static final int SECRETS = Integer.getInteger("memory.secrets", 50_000);
  private static final int ROTATIONS = Integer.getInteger("memory.rotations", 5);
  private static final int BYTES_OF_A_SECRET = 3_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final long LIMIT =
      Integer.getInteger("memory.mebibytes", ImageContainer.MEBIBYTES) * MEBIBYTE;

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration SCRAPES = Duration.ofSeconds(5);

  private final AtomicLong anonymous = new AtomicLong();

  @TempDir Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void staysUpWhileAllSecretsAreRotatedAndAfterItWasKilled() throws Exception {
    try (var limit = MemoryCgroup.of(LIMIT);
        var cluster = Cluster.start();
        var fixture = OperatorFixture.withoutOperator(cluster)) {
      var many = ManyNamespaces.of(fixture, RESOURCES, SECRETS, BYTES_OF_A_SECRET);
      many.apply();
      var image = Image.unpack(folder.resolve("image"));
      var pod = ImagePod.in(cluster, folder).withConfiguration(fixture);
      var watcher = Thread.ofVirtual().start(() -> scrape(pod.ports().metrics(), limit));
      try {
        var mark = cluster.audit().mark();
        var begin = Instant.now();
        try (var operator = pod.startIn(limit, image)) {
          awaitSaved(many, operator, limit);
          print("cold sync", begin, limit);
          printCalls(cluster, fixture, mark);
          for (int i = 0; i < ROTATIONS / 2; i++) {
            rotate(many, operator, limit);
          }
          many.rotate(0, RESOURCES / 2);
          operator.signal("KILL");
          operator.awaitExit();
        }
        try (var operator = pod.startIn(limit, image)) {
          many.rotate(RESOURCES / 2, RESOURCES);
          awaitSaved(many, operator, limit);
          print("killed within a rotation, started", begin, limit);
          for (int i = ROTATIONS / 2 + 1; i < ROTATIONS; i++) {
            rotate(many, operator, limit);
          }
          operator.signal("TERM");
          assertThat(operator.awaitExit()).isZero();
          print("in all", begin, limit);
        }
      } finally {
        watcher.interrupt();
        watcher.join();
      }
      assertThat(limit.kills()).isZero();
    }
  }

  private void rotate(ManyNamespaces many, ImageContainer operator, MemoryCgroup limit) {
    var begin = Instant.now();
    many.rotate();
    awaitSaved(many, operator, limit);
    print("rotation", begin, limit);
  }

  private void awaitSaved(ManyNamespaces many, ImageContainer operator, MemoryCgroup limit) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> !operator.process().isAlive() || many.areSaved());
    assertThat(limit.kills()).as("killed by the kernel").isZero();
    assertThat(operator.process().isAlive()).isTrue();
  }

  private void print(String what, Instant begin, MemoryCgroup limit) {
    System.out.printf(
        "memory: %s: %d s, peak %d of %d MiB, of which %d MiB anonymous at most, killed %d%n",
        what,
        Duration.between(begin, Instant.now()).toSeconds(),
        limit.peak() / MEBIBYTE,
        LIMIT / MEBIBYTE,
        anonymous.get() / MEBIBYTE,
        limit.kills());
  }

  /// Up to now.
  private static void printCalls(Cluster cluster, OperatorFixture fixture, long mark) {
    System.out.printf(
        "memory: %d resources, %d Secrets: %d saves, %d tokens, %d calls of the Kubernetes API%n",
        RESOURCES,
        SECRETS,
        fixture.sandbox().saveCalls().size(),
        fixture.sandbox().tokenCalls().size(),
        cluster.audit().operatorCallsSince(mark).size());
  }

  private void scrape(int port, MemoryCgroup limit) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    try (var client = HttpClient.newHttpClient()) {
      for (var next = Instant.now(); ; Thread.sleep(Duration.ofMillis(100))) {
        anonymous.accumulateAndGet(limit.anonymous(), Math::max);
        if (Instant.now().isAfter(next)) {
          next = next.plus(SCRAPES);
          scrape(client, request);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void scrape(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException notUp) {
      // it is being started
    }
  }
}
