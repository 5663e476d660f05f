package io.dodil.buildsecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.InformerThreads;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.testkit.FakeSaveEndpoint;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.StatusRules;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.slf4j.LoggerFactory;

/// The whole shell and the real core, between an API server that fails on command and a Dodil that
/// accepts everything.
public final class ShellFixture implements AutoCloseable {

  final ApiServer cluster = ApiServer.started();
  final FakeSaveEndpoint dodil = new FakeSaveEndpoint();
  final AtomicInteger fatal = new AtomicInteger();

  /// Whose lines a test looks at: no two tests may.
  static final String LOG = "log";

  private static final String PRODUCT = "io.dodil.buildsecrets";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = ours();
  final List<Throwable> unexpected = new CopyOnWriteArrayList<>();
  private final List<Run> results = new CopyOnWriteArrayList<>();
  private final TimeSource clock = () -> new Timestamp(Instant.now(), Instant.now());
  private final Clients clients =
      Clients.to(
          config(), new InformerThreads(clock.monotonic()), Optional.empty(), (_, _, _) -> {});
  private final Controller controller;

  private final class Observer implements ReconciliationListener {

    @Override
    public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
      results.add(new Run(before, result, after));
    }

    @Override
    public void unexpected(ResourceId resource, Throwable failure) {
      unexpected.add(failure);
    }
  }

  private record Run(BuildSecretsStatus before, SyncResult result, BuildSecretsStatus after) {}

  ShellFixture() {
    var settings = SettingsBuilder.settings(s -> s.coalesceWindow(Duration.ZERO));
    var core =
        new ReconcilerFactory(
            settings,
            new FakeTokenEndpoint(),
            dodil,
            new Observer(),
            clock,
            () -> 0.5,
            () -> "request",
            () -> false);
    controller =
        new Controller(
            settings,
            clients,
            core,
            new InFlight(clock.monotonic()),
            () -> true,
            fatal::incrementAndGet);
    logger.setLevel(Level.TRACE);
    log.list = Collections.synchronizedList(new ArrayList<>());
    log.start();
    logger.addAppender(log);
  }

  /// While another thread sets the logging up, there is only a substitute.
  private static Logger ours() {
    return (Logger) await().until(() -> LoggerFactory.getLogger(PRODUCT), l -> l instanceof Logger);
  }

  /// Impatient where people and production are patient.
  private Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(cluster.url())
        .withRequestTimeout(500)
        .withRequestRetryBackoffInterval(10)
        .withWatchReconnectInterval(50)
        .build();
  }

  ShellFixture started() {
    controller.start();
    controller.work();
    return this;
  }

  /// With resource "acme", its token, and `token=one` in Secret "npm".
  static ShellFixture withAcme() {
    var fixture = new ShellFixture();
    fixture.team("acme");
    fixture.secret("npm", "one");
    return fixture;
  }

  /// As `withAcme`, started and saved.
  static ShellFixture withSavedAcme() {
    var fixture = withAcme().started();
    fixture.awaitSaved("acme", "npm");
    return fixture;
  }

  /// A resource of that name for the organization of that name, and its credential.
  void team(String name) {
    secret(name + "-auth", Jwt.text(Jwt.naming(name, 1)));
    cluster.apply(resource(name, ""));
  }

  public static String resource(String name, String more) {
    return """
    apiVersion: ignite.dodil.io/v1alpha1
    kind: BuildSecrets
    metadata: {name: %1$s}
    spec:
      endpoint: staging
      organization: %1$s
      auth: {token: {secretKeyRef: {name: %1$s-auth, key: token}}}
      buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]
    """
            .formatted(name)
        + more.indent(2);
  }

  void secret(String name, String token) {
    cluster.apply(secretYaml(name, token));
  }

  public static String secretYaml(String name, String token) {
    var base64 = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    return "{apiVersion: v1, kind: Secret, metadata: {name: %s}, data: {token: %s}}"
        .formatted(name, base64);
  }

  static ConditionFactory await() {
    // threads of the HTTP client that are cut off may throw what nobody waits for
    return Awaitility.await()
        .dontCatchUncaughtExceptions()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20));
  }

  /// Until the watch has shown a resource with that uid.
  void awaitShown(String uid) {
    await().until(() -> controller.resources().stream().anyMatch(c -> c.id().uid().equals(uid)));
  }

  /// Until the cluster is told that the Secret's present version is saved.
  void awaitSaved(String name, String secret) {
    await().untilAsserted(() -> assertThat(savedVersion(name, secret)).isEqualTo(version(secret)));
  }

  private String savedVersion(String name, String secret) {
    for (var saved : cluster.resources.object(name).at("/status/lastSave/secrets")) {
      if (saved.path("name").asText().equals(secret)) {
        return saved.path("resourceVersion").asText();
      }
    }
    return "";
  }

  private String version(String secret) {
    return cluster.secrets.object(secret).at("/metadata/resourceVersion").asText();
  }

  /// Everything that follows from a change of Secret "npm" has happened when this returns: whatever
  /// was owed before it has happened, too.
  void fence(String name) {
    secret("npm", "fence");
    awaitSaved(name, "npm");
  }

  int puts() {
    return dodil.calls();
  }

  /// Lines of our loggers, with keys and values.
  List<String> log() {
    return List.copyOf(log.list).stream()
        .map(e -> e.getLevel() + " " + e.getFormattedMessage() + " " + e.getKeyValuePairs())
        .toList();
  }

  @Override
  public void close() {
    controller.stop();
    clients.close();
    cluster.close();
    logger.detachAppender(log);
    results.forEach(r -> StatusRules.hold(r.before(), r.result(), r.after()));
    assertThat(fatal).as("the process would have ended").hasValue(0);
    assertThat(log()).as("what the API server quotes").noneMatch(l -> l.contains("canary"));
  }
}
