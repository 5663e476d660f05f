package io.dodil.buildsecrets.e2e.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import io.dodil.buildsecrets.e2e.harness.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing that is secret shows anywhere, whatever goes wrong. Each place that is searched gets a
/// leak of each form planted afterwards, which has to be found. What is sent arrives at its own
/// organization alone.
@Tag("slow")
@Tag("jar")
@ExtendWith(OperatorExtension.class)
@Isolated("looks at what the whole process logs")
class LeakIT {

  @TempDir private Path folder = Path.of("");
  private final Cluster cluster;

  LeakIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void nothingLeaksFromTheOperator() throws IOException {
    var kubectl = Kubectl.of(cluster);
    try (var scenario = new LeakScenario(cluster, folder);
        var log = new LeakLog();
        var failures = new UncaughtFailures();
        var fixture =
            OperatorFixture.start(
                cluster, scenario::settings, LeakRights.grant(cluster, scenario))) {
      scenario.perform(kubectl, false);

      var places = new LeakSinks(cluster, kubectl, scenario);
      var written = Stream.of(places.inCluster(), places.onTheWay()).flatMap(List::stream).toList();
      var live =
          Stream.of(
                  log.sinks(),
                  LeakSinks.metrics(fixture.metricsPort()),
                  List.of(
                      LeakSinks.probes(fixture.probePort()),
                      LeakSinks.threadNames(),
                      failures.sink()))
              .flatMap(List::stream)
              .toList();
      assertNothingLeaked(scenario, written);
      assertNothingLeaked(scenario, live);
      assertEachArrivedAtItsOwn(scenario.deliveries());

      int found = planted(live);
      // it would put right what is planted into a status
      fixture.stopOperator();
      report("in this JVM", scenario, written.size() + live.size(), found + planted(written));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "text"})
  void nothingLeaksFromItsProcess(String format) throws Exception {
    var kubectl = Kubectl.of(cluster);
    var files = Files.createDirectories(folder.resolve("work"));
    var ports = Ports.free();
    try (var scenario = new LeakScenario(cluster, folder);
        var operator = process(scenario, format, files, ports)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(isReady(ports.probes())).as(operator.output()).isTrue());
      scenario.perform(kubectl, true);

      var sinks =
          Stream.concat(
                  Stream.of(
                      new LeakSink(
                          "stdout and stderr",
                          operator::output,
                          leak ->
                              Files.writeString(operator.log(), leak, StandardOpenOption.APPEND)),
                      LeakSinks.files("files", files),
                      LeakSinks.process(operator.process().toHandle()),
                      LeakSinks.probes(ports.probes())),
                  LeakSinks.metrics(ports.metrics()).stream())
              .toList();
      assertNothingLeaked(scenario, sinks);
      assertEachArrivedAtItsOwn(scenario.deliveries());

      report("as a process, logging " + format, scenario, sinks.size(), planted(sinks));
    }
  }

  private OperatorJar process(LeakScenario scenario, String format, Path files, Ports ports)
      throws IOException {
    return OperatorJar.start(
        new OperatorJar.Surroundings(files, Map.of()),
        List.of("-Djava.io.tmpdir=" + files),
        "run",
        "--config",
        scenario.configuration(format, ports).toString(),
        "--kubeconfig",
        cluster.operator().kubeconfig().toAbsolutePath().toString());
  }

  private static void assertNothingLeaked(LeakScenario scenario, List<LeakSink> sinks) {
    var search = scenario.canaries().search();
    assertThat(sinks).allSatisfy(sink -> assertThat(sink.leaks(search)).as(sink.name()).isEmpty());
  }

  private static void assertEachArrivedAtItsOwn(LeakDeliveries deliveries) throws IOException {
    assertThat(deliveries.delivered()).as("organizations that were sent values").isGreaterThan(20);
    assertThat(deliveries.misdelivered()).as("values of others").isEmpty();
    deliveries.misdeliver();
    assertThat(deliveries.misdelivered()).as("values of others, sent on purpose").isNotEmpty();
  }

  private static void report(String where, LeakScenario scenario, int places, int found) {
    System.out.printf(
        "leak test %s: %d secrets (%d pieces), %d resources, %d reasons; %d places searched,"
            + " %d planted leaks found; %d organizations were sent values%n",
        where,
        scenario.canaries().size(),
        scenario.canaries().search().size(),
        scenario.scenes().size(),
        scenario.reasons(),
        places,
        found,
        scenario.deliveries().delivered());
  }

  private static int planted(List<LeakSink> sinks) {
    return sinks.stream().mapToInt(LeakIT::planted).sum();
  }

  /// Plants one of each form, and finds them all.
  static int planted(LeakSink sink) {
    var plants = new Canaries(sink.name().hashCode());
    var leak =
        Stream.of(LeakForm.values())
            .flatMap(form -> form.write(plants.line(form.name())).stream().limit(1))
            .collect(Collectors.joining(" "));
    sink.plant(leak);

    var found = sink.leaks(plants.search());
    assertThat(found).as(sink.name()).hasSize(LeakForm.values().length);
    return found.size();
  }

  private static boolean isReady(int port) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
