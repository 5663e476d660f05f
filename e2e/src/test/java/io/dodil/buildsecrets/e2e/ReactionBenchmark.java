package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.sandbox.Save;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Prints how long it takes from sending an update of a Secret to the arrival of the save, what a
/// change costs the API server, and what the operator weighs beside many Secrets that are none of
/// its business. `mvn -B verify -Pbenchmark -DskipTests -DskipITs`
public final class ReactionBenchmark {

  private static final int CHANGES = 120;
  private static final int UNRELATED = 10_000;
  private static final String GROUPS =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final Cluster cluster;
  private final Stage stage;
  private final List<Team> teams = new ArrayList<>();

  private ReactionBenchmark(Cluster cluster, Stage stage) {
    this.cluster = cluster;
    this.stage = stage;
  }

  /// Takes no arguments.
  public static void main(String[] args) throws Exception {
    try (var cluster = Cluster.start();
        var stage = Stage.withoutOperator(cluster)) {
      new ReactionBenchmark(cluster, stage).measure();
    }
  }

  private void measure() throws Exception {
    makeUnrelated();
    IntStream.range(0, CHANGES).forEach(_ -> teams.add(stage.newTeam()));
    teams.forEach(t -> t.secret("npm", Map.of("token", "0")));
    teams.forEach(t -> t.apply("one", GROUPS));
    var file = stage.configurationFile(Files.createTempFile("operator", ".yaml"), Ports.free());
    try (var operator =
        OperatorJar.start(
            List.of("-XX:+UseSerialGC", "-Xmx128m"),
            "run",
            "--config",
            file.toString(),
            "--kubeconfig",
            cluster.operator().kubeconfig().toString())) {
      teams.forEach(t -> t.awaitReady("one"));
      var mark = cluster.audit().mark();
      printReaction();
      teams.forEach(
          t ->
              t.await(
                  "one",
                  s ->
                      s.lastSave() != null
                          && version(t).equals(s.lastSave().versions().get("npm"))));
      printCalls(mark);
      printWeight(operator.process().pid());
    } finally {
      Files.delete(file);
    }
  }

  private static String version(Team team) {
    return team.client()
        .secrets()
        .inNamespace(team.namespace())
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
    var arrivals = new ArrayBlockingQueue<Save>(CHANGES);
    stage.sandbox().onSave(arrivals::add);
    var millis = new double[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
      long sent = System.nanoTime();
      teams.get(i).secret("npm", Map.of("token", "1"));
      var save = arrivals.poll(30, TimeUnit.SECONDS);
      if (save == null || !save.organization().equals(teams.get(i).organization())) {
        throw new IllegalStateException("change " + i + " was not saved");
      }
      millis[i] = (save.arrival().nanos() - sent) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "reaction over %d changes: p50 %.1f ms, p95 %.1f ms, worst %.1f ms%n",
        CHANGES, millis[CHANGES / 2], millis[CHANGES * 95 / 100], millis[CHANGES - 1]);
  }

  private void printCalls(long mark) {
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
        (call, n) -> System.out.printf("%s per change: %.2f%n", call, (double) n / CHANGES));
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
