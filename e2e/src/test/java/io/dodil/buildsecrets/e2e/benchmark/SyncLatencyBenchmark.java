package io.dodil.buildsecrets.e2e.benchmark;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.LargeResources;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Save;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Prints how long it takes from sending an update of a Secret to the arrival of the save, what a
/// change costs the API server, what a namespace with many large resources costs another one, and
/// what the operator weighs beside many Secrets that are none of its business. `mvn -B verify
/// -Pbenchmark -DskipTests -DskipITs`
public final class SyncLatencyBenchmark {

  private static final int CHANGES = 120;
  private static final int UNRELATED = 10_000;
  private static final int LARGE = 300;
  private static final int ROTATIONS = 60;
  private static final String GROUPS =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final Cluster cluster;
  private final OperatorFixture fixture;
  private final List<TestNamespace> namespaces = new ArrayList<>();
  private final BlockingQueue<Save> arrivals = new LinkedBlockingQueue<>();

  private SyncLatencyBenchmark(Cluster cluster, OperatorFixture fixture) {
    this.cluster = cluster;
    this.fixture = fixture;
  }

  /// Takes no arguments.
  public static void main(String[] args) throws Exception {
    try (var cluster = Cluster.start();
        var fixture = OperatorFixture.withoutOperator(cluster)) {
      new SyncLatencyBenchmark(cluster, fixture).measure();
    }
  }

  private void measure() throws Exception {
    makeUnrelated();
    IntStream.range(0, CHANGES).forEach(_ -> namespaces.add(fixture.newNamespace()));
    namespaces.forEach(t -> t.secret("npm", Map.of("token", "0")));
    namespaces.forEach(t -> t.apply("one", GROUPS));
    var file = fixture.configurationFile(Files.createTempFile("operator", ".yaml"), Ports.free());
    try (var operator =
        OperatorJar.start(
            List.of("-XX:+UseSerialGC", "-Xmx128m"),
            "run",
            "--config",
            file.toString(),
            "--kubeconfig",
            cluster.operator().kubeconfig().toString())) {
      namespaces.forEach(t -> t.awaitReady("one"));
      fixture.sandbox().onSave(arrivals::add);
      var mark = cluster.audit().mark();
      printReaction();
      namespaces.forEach(
          t ->
              t.await(
                  "one",
                  s ->
                      s.lastSave() != null
                          && version(t).equals(s.lastSave().versions().get("npm"))));
      printCalls(mark, CHANGES);
      printFairness();
      printWeight(operator.process().pid());
    } finally {
      Files.delete(file);
    }
  }

  private static String version(TestNamespace ns) {
    return ns.client()
        .secrets()
        .inNamespace(ns.namespace())
        .withName("npm")
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  private void makeUnrelated() {
    var namespace = cluster.newNamespace();
    var template =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .endMetadata()
            .addToStringData("key", "value".repeat(200))
            .build();
    IntStream.range(0, UNRELATED)
        .parallel()
        .forEach(
            i ->
                cluster
                    .admin()
                    .resource(
                        new SecretBuilder(template)
                            .editMetadata()
                            .withName("unrelated-" + i)
                            .endMetadata()
                            .build())
                    .create());
  }

  private void printReaction() throws InterruptedException {
    var millis = new double[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
      millis[i] = reaction(namespaces.get(i), "1");
    }
    Arrays.sort(millis);
    System.out.printf(
        "sync latency over %d changes: p50 %.1f ms, p95 %.1f ms, worst %.1f ms%n",
        CHANGES, millis[CHANGES / 2], p95(millis), millis[CHANGES - 1]);
  }

  private double reaction(TestNamespace ns, String token) throws InterruptedException {
    long sent = System.nanoTime();
    ns.secret("npm", Map.of("token", token));
    long end = sent + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      var save = arrivals.poll(1, TimeUnit.SECONDS);
      if (save != null && save.organization().equals(ns.organization())) {
        return (save.arrival().nanos() - sent) / 1e6;
      }
    }
    throw new IllegalStateException("a change was not saved");
  }

  /// How much a namespace with many large resources, one of whose Secrets is labelled ten times a
  /// second, delays a small resource of another one.
  private void printFairness() throws IOException, InterruptedException {
    var small = namespaces.getFirst();
    var alone = rotations(small, "alone");
    print("alone", alone, alone);
    var crowd = LargeResources.of(fixture, LARGE);
    crowd.bigSecrets(1);
    print("while a Secret that nobody names is labelled", labelled(crowd, small, "labels"), alone);
    crowd.apply(_ -> "buildSecrets: [{name: A, secretKeyRef: {name: big-0, key: token}}]");
    crowd.await(s -> s.isTrue(ConditionType.READY));
    var mark = cluster.audit().mark();
    print("while " + LARGE + " large ones name it", labelled(crowd, small, "beside"), alone);
    printCalls(mark, ROTATIONS);
    crowd.leave();
  }

  private double[] labelled(LargeResources crowd, TestNamespace small, String prefix)
      throws InterruptedException {
    try (var labels = Executors.newSingleThreadScheduledExecutor()) {
      var number = new AtomicInteger();
      var _ =
          labels.scheduleAtFixedRate(
              () -> crowd.label("big-0", prefix + number.incrementAndGet()), 0, 100, MILLISECONDS);
      var millis = rotations(small, prefix);
      labels.shutdownNow();
      return millis;
    }
  }

  private static void print(String when, double[] millis, double[] alone) {
    System.out.printf(
        "a small resource %s, over %d changes: p50 %.1f ms, p95 %.1f ms; ratio of p95 %.1f, of p50"
            + " %.1f%n",
        when,
        ROTATIONS,
        millis[ROTATIONS / 2],
        p95(millis),
        p95(millis) / p95(alone),
        millis[ROTATIONS / 2] / alone[ROTATIONS / 2]);
  }

  private double[] rotations(TestNamespace ns, String prefix) throws InterruptedException {
    var millis = new double[ROTATIONS];
    for (int i = 0; i < ROTATIONS; i++) {
      // never within the coalesce window of the change before
      TimeUnit.MILLISECONDS.sleep(500);
      millis[i] = reaction(ns, prefix + i);
    }
    Arrays.sort(millis);
    return millis;
  }

  private static double p95(double[] sorted) {
    return sorted[sorted.length * 95 / 100];
  }

  private void printCalls(long mark, int changes) {
    var byVerb = new TreeMap<String, Integer>();
    cluster
        .audit()
        .operatorCallsSince(mark)
        .forEach(
            c ->
                byVerb.merge(
                    c.verb() + " " + c.resource() + (c.subresource().isEmpty() ? "" : "/status"),
                    1,
                    Integer::sum));
    byVerb.forEach(
        (call, n) -> System.out.printf("%s per change: %.2f%n", call, (double) n / changes));
  }

  private static void printWeight(long pid) throws Exception {
    run("jcmd", pid, "GC.run");
    System.out.println("heap after a collection, with " + UNRELATED + " unrelated Secrets:");
    run("jcmd", pid, "GC.heap_info");
    Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(l -> l.startsWith("VmRSS") || l.startsWith("VmHWM"))
        .forEach(System.out::println);
  }

  private static void run(String tool, long pid, String command) throws Exception {
    var path = Path.of(System.getProperty("java.home"), "bin", tool).toString();
    new ProcessBuilder(path, Long.toString(pid), command).inheritIO().start().waitFor();
  }
}
