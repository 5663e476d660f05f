package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.app.OperatorProcess;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sandbox.Client;
import io.dodil.buildsecrets.sandbox.Organization;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.SandboxSettings;
import io.dodil.buildsecrets.sandbox.TokenShape;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cluster, a Dodil and an operator between them.
public final class OperatorFixture implements AutoCloseable {

  private static final int ORGANIZATIONS = 2000;

  /// Of the whole run: what one stage left behind must not own what another one uses.
  private static final AtomicInteger numbers = new AtomicInteger();

  private final Cluster cluster;
  private final Config kubernetes;
  private final Sandbox sandbox;
  private final Path ca;
  private final Settings settings;
  private final List<TestNamespace> namespaces = new CopyOnWriteArrayList<>();
  private @Nullable OperatorProcess operator;
  private boolean wasStopped;

  private OperatorFixture(Cluster cluster, UnaryOperator<Settings> change, Config kubernetes)
      throws IOException {
    this.cluster = cluster;
    this.kubernetes = kubernetes;
    sandbox = Sandbox.start(SandboxSettings.of(organizations()));
    ca = Files.createTempFile("ca", ".pem");
    Files.writeString(ca, sandbox.caPem());
    settings = change.apply(settings());
    cluster.fixtures().add(this);
  }

  /// With a running operator.
  public static OperatorFixture start(Cluster cluster) {
    return start(cluster, UnaryOperator.identity());
  }

  public static OperatorFixture start(Cluster cluster, UnaryOperator<Settings> change) {
    return start(cluster, change, cluster.operator().config());
  }

  /// With an operator that connects to the API server like that.
  public static OperatorFixture start(Cluster cluster, Config kubernetes) {
    return start(cluster, UnaryOperator.identity(), kubernetes);
  }

  public static OperatorFixture start(
      Cluster cluster, UnaryOperator<Settings> change, Config kubernetes) {
    try {
      var fixture = new OperatorFixture(cluster, change, kubernetes);
      fixture.startOperator();
      return fixture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static OperatorFixture withoutOperator(Cluster cluster) throws IOException {
    return new OperatorFixture(cluster, UnaryOperator.identity(), cluster.operator().config());
  }

  /// The same settings for an operator of its own process.
  public Path configurationFile(Path file, Ports ports) throws IOException {
    return configurationFile(file, ports, "buildsecrets-operator");
  }

  public Path configurationFile(Path file, Ports ports, String lease) throws IOException {
    return configurationFile(file, ports, lease, Set.of());
  }

  public Path configurationFile(Path file, Ports ports, String lease, Set<String> watchNamespaces)
      throws IOException {
    return Files.writeString(
        file,
        """
        endpoints:
          staging: {apiUrl: "%s", tokenUrl: "%s"}
        coalesceWindow: 200ms
        calls: {caFile: "%s", timeout: 5s}
        leaderElection: {leaseNamespace: default, leaseName: %s}
        server: %s
        watchNamespaces: %s
        """
            .formatted(
                sandbox.apiUrl(), sandbox.tokenUrl(), ca, lease, ports.section(), watchNamespaces));
  }

  /// Of every team there will ever be, that of the examples, and one whose tokens nobody can read.
  public static Organization[] organizations() {
    var opaque = new Client("opaque-bot", "client-secret-opaque", TokenShape.USUAL.asOpaque());
    return Stream.concat(
            IntStream.range(0, ORGANIZATIONS)
                .mapToObj(
                    i ->
                        new Organization("org-" + i, new Client("bot-" + i, "client-secret-" + i))),
            Stream.of(
                new Organization("acme", new Client("build-bot", "fake-client-secret")),
                new Organization("opaque", opaque)))
        .toArray(Organization[]::new);
  }

  private Settings settings() {
    var endpoint =
        new Endpoint(
            "staging",
            URI.create(sandbox.apiUrl()),
            Optional.of(URI.create(sandbox.tokenUrl())),
            "");
    var calls = CallSettings.defaults();
    return new Settings(
        Map.of("staging", endpoint),
        List.of(),
        Set.of(),
        Optional.empty(),
        Duration.ofHours(24),
        Duration.ofMinutes(10),
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        new CallSettings(
            calls.connectTimeout(),
            Duration.ofSeconds(10),
            calls.maxConcurrent(),
            calls.requestsPerSecond(),
            calls.maxPayload(),
            Optional.of(ca),
            Optional.empty(),
            calls.noProxy()),
        new Settings.LeaderElectionSettings(false, "buildsecrets-operator", ""),
        new Settings.ServerSettings(0, 0, false),
        new Settings.MetricsSettings(true),
        new Settings.LogSettings(
            Settings.LogSettings.Level.INFO, Settings.LogSettings.Format.TEXT));
  }

  public void startOperator() throws IOException {
    startOperator(UnaryOperator.identity());
  }

  /// With other settings, which may name teams that are there by now.
  public void startOperator(UnaryOperator<Settings> change) throws IOException {
    startOperator(change, kubernetes);
  }

  /// With other rights, which may be in the namespaces of teams that are there by now.
  public void startOperator(UnaryOperator<Settings> change, Config kubernetes) throws IOException {
    start(OperatorProcess.open(change.apply(settings), kubernetes, () -> {}));
  }

  private void start(OperatorProcess process) throws IOException {
    operator = process;
    try {
      process.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// With something more.
  public void startOperator(OperatorProcess.Extras extras) throws IOException {
    start(OperatorProcess.open(settings, kubernetes, () -> {}, extras));
  }

  /// Of the running operator.
  public int probePort() {
    return Objects.requireNonNull(operator).probePort();
  }

  /// Of the running operator.
  public int metricsPort() {
    return Objects.requireNonNull(operator).metricsPort();
  }

  public void stopOperator() {
    wasStopped = true;
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  /// A namespace of its own with the credential of an organization of its own.
  public TestNamespace newNamespace() {
    int n = numbers.getAndIncrement();
    var ns =
        new TestNamespace(cluster.admin(), sandbox, cluster.newNamespace(), "org-" + n, "bot-" + n)
            .withCredential("client-secret-" + n);
    namespaces.add(ns);
    return ns;
  }

  public Cluster cluster() {
    return cluster;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public Path caFile() {
    return ca;
  }

  /// Whether somebody has stopped the operator that it began with.
  boolean wasStopped() {
    return wasStopped;
  }

  /// Deletes the resources of all its teams.
  void clear() {
    namespaces.forEach(TestNamespace::leave);
    namespaces.clear();
  }

  /// A second time it does nothing.
  @Override
  public void close() throws IOException {
    if (cluster.fixtures().remove(this)) {
      stopOperator();
      clear();
      sandbox.close();
      Files.deleteIfExists(ca);
    }
  }
}
