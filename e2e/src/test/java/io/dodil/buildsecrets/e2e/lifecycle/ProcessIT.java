package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.e2e.harness.Cluster;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("jar")
@ExtendWith(OperatorExtension.class)
class ProcessIT {

  @TempDir Path directory;

  @Test
  void saysItsVersionAndHowToUseIt() throws Exception {
    try (var version = OperatorJar.start(List.of(), "version");
        var help = OperatorJar.start(List.of(), "--help")) {
      assertThat(version.awaitExit()).isZero();
      assertThat(help.awaitExit()).isZero();
      assertThat(version.output()).startsWith("buildsecrets-operator 0.");
      assertThat(help.output()).contains("run", "version", "Exit codes:");
    }
  }

  @Test
  void refusesABadConfigurationWithAllItsFaults() throws Exception {
    var file =
        Files.writeString(
            directory.resolve("bad.yaml"),
            """
            endpoints:
              staging: {apiUrl: "http://api.example.com", tokenUrl: 7}
            resyncIntervall: 24h
            server: {probePort: 99999, port: 8080}
            """);
    try (var operator = OperatorJar.start(List.of(), "run", "--config", file.toString())) {
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.output())
          .contains("endpoints.staging.apiUrl", "endpoints.staging.tokenUrl")
          .contains("resyncIntervall", "server.probePort", "server.port: is unknown");
    }
  }

  @Test
  void namesAKubeconfigThatIsNotThere() throws Exception {
    try (var operator =
        OperatorJar.start(
            List.of(), "run", "--config", "../examples/operator.yaml", "--kubeconfig", "nowhere")) {
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.output()).isEqualTo("The kubeconfig nowhere can't be read\n");
    }
  }

  @Test
  void savesAnswersItsProbesAndStopsInOrder(Cluster cluster) throws Exception {
    // one that took it over from a dead process may owe saves, and then doesn't give it away
    cluster.admin().leases().inNamespace("default").withName("buildsecrets-operator").delete();
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var ports = Ports.free();
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      try (var operator = run(fixture, ports)) {
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(probe(ports.probes(), "/readyz")).isEqualTo(200));
        assertThat(probe(ports.probes(), "/startupz")).isEqualTo(200);
        assertThat(probe(ports.probes(), "/livez")).isEqualTo(200);
        ns.apply("one", "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");
        ns.awaitReady("one");

        operator.process().destroy();

        assertThat(operator.awaitExit()).isZero();
        assertThat(operator.output())
            .contains(
                "NO_PROXY: \\\"10.*\\\" is no host name", "\"reaching the Kubernetes API directly")
            .doesNotContain("canary");
        assertThat(lines(operator))
            .allSatisfy(line -> assertThat(line).allMatch(JsonNode::isValueNode))
            .anySatisfy(
                line -> {
                  assertThat(line.path("logger").asText()).isEqualTo("io.dodil.buildsecrets.audit");
                  assertThat(line.path("organization").asText()).isEqualTo(ns.organization());
                  assertThat(line.path("name").asText()).isEqualTo("one");
                  assertThat(line.path("outcome").asText()).isEqualTo("accepted");
                  assertThat(Instant.parse(line.path("@timestamp").asText())).isNotNull();
                });
        assertThat(ns.saves()).hasSize(1);
        assertThat(holder(cluster)).as("the Lease is free for the next one").isNull();
      }
    }
  }

  private static @Nullable String holder(Cluster cluster) {
    return cluster
        .admin()
        .leases()
        .inNamespace("default")
        .withName("buildsecrets-operator")
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private static List<JsonNode> lines(OperatorJar operator) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (var line : operator.output().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /// Behind a proxy that is down, which nothing here needs.
  private OperatorJar run(OperatorFixture fixture, Ports ports) throws IOException {
    return OperatorJar.start(
        new OperatorJar.Surroundings(
            Path.of(""),
            Map.of(
                "HTTPS_PROXY", "http://me:canary@127.0.0.1:9",
                "NO_PROXY", "localhost, 127.0.0.1,*.svc,10.*")),
        List.of(),
        "run",
        "--config",
        fixture.configurationFile(directory.resolve("operator.yaml"), ports).toString(),
        "--kubeconfig",
        fixture.cluster().operator().kubeconfig().toString());
  }

  private static int probe(int port, String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }
}
