package io.dodil.buildsecrets.e2e.harness;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/// One of several operators that share a Lease, each a process.
public record Replica(
    OperatorJar operator, KubernetesClient admin, String host, String lease, Ports ports)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Starts an operator of its own process.
  ///
  /// @param installed whose token it has, and whose Lease it shares
  public static Replica start(
      OperatorFixture fixture, Path directory, Installation installed, String host)
      throws IOException {
    var ports = Ports.free();
    var file = directory.resolve(host + "-" + ports.probes() + ".yaml");
    var operator =
        OperatorJar.start(
            new OperatorJar.Surroundings(Path.of(""), Map.of("HOSTNAME", host)),
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "run",
            "--config",
            fixture
                .configurationFile(file, ports, installed.name(), installed.watched())
                .toString(),
            "--kubeconfig",
            installed.kubeconfig().toString());
    return new Replica(operator, fixture.cluster().admin(), host, installed.name(), ports);
  }

  public Replica awaitReady() {
    Awaitility.await().atMost(PATIENCE).until(() -> probe("/readyz") == 200);
    return this;
  }

  public Replica awaitHolding() {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> holder(admin, lease).startsWith(host + "-"));
    return this;
  }

  /// Empty when nobody holds it.
  public static String holder(KubernetesClient admin, String lease) {
    return Optional.ofNullable(admin.leases().inNamespace("default").withName(lease).get())
        .flatMap(l -> Optional.ofNullable(l.getSpec().getHolderIdentity()))
        .orElse("");
  }

  /// The status of the answer; 0 when there is none.
  public int probe(String path) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.probes() + path)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  /// `STOP`, `CONT`, `TERM`, `KILL`.
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(operator.process().pid()))
        .start()
        .waitFor();
  }

  @Override
  public void close() throws IOException {
    operator.close();
  }
}
