package io.dodil.buildsecrets.e2e.status;

import static io.dodil.buildsecrets.e2e.harness.RelayedEndpoints.Call.SAVE;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.RelayedEndpoints;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.Fault.SuccessFlag.Value;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/// One audit line for each request whose body began, whatever was answered: which values went
/// where, and when. That of an accepted one says what lastSave says.
@ExtendWith(OperatorExtension.class)
@Isolated("looks at what the whole process logs")
class AuditLineIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final Logger audit = (Logger) LoggerFactory.getLogger("io.dodil.buildsecrets.audit");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.list = new CopyOnWriteArrayList<>(); // read while others log
    lines.start();
    audit.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    audit.detachAppender(lines);
  }

  @Test
  void saysWhatWasSavedAndUnderWhichRequest(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var ns = fixture.newNamespace();
      var saves = new ArrayList<LastSave>();
      ns.secret("npm", Map.of("token", "x"));
      ns.apply("one", NPM);
      saves.add(lastSave(ns, 1));
      ns.secret("npm", Map.of("token", "y"));
      saves.add(lastSave(ns, 2));
      ns.secret("git", Map.of("username", "u", "password", "p"));
      ns.apply("one", NPM + "\ngitCredentials: {secretRef: {name: git}}");
      saves.add(lastSave(ns, 3));
      ns.label("npm", "no-save");
      ns.requestSync("one", "now");
      saves.add(lastSave(ns, 4));

      var said = said(ns);
      assertThat(said.stream().map(AuditLineIT::withoutRequest))
          .containsExactlyElementsOf(saves.stream().map(s -> line(ns, s)).toList());
      assertThat(said.stream().map(l -> l.get("requestId")))
          .doesNotHaveDuplicates()
          .containsExactlyElementsOf(
              ns.saves().stream().map(s -> s.arrival().requestId()).toList());
    }
  }

  /// A fault, and what the line of the request that met it says.
  record Row(String way, Fault fault, String outcome) {}

  static final List<Row> FAULTS =
      List.of(
          row(400, "rejected"),
          row(401, "rejected"),
          row(403, "rejected"),
          row(404, "rejected"),
          row(422, "rejected"),
          row(429, "rejected"),
          row(501, "rejected"),
          new Row("redirect", new Fault.Redirect(307, "/elsewhere"), "rejected"),
          row(408, "unknown"),
          row(409, "unknown"),
          row(500, "unknown"),
          row(503, "unknown"),
          new Row("no-success", new Fault.SuccessFlag(Value.MISSING), "unknown"),
          new Row("reset", new Fault.ResetAfterBody(), "unknown"),
          new Row("reset-stored", new Fault.ResetAfterStore(), "unknown"),
          new Row("silent", new Fault.NeverAnswer(true), "unknown"));

  private static Row row(int status, String outcome) {
    return new Row("status-" + status, new Fault.Respond(status), outcome);
  }

  @Test
  void saysOfEachRequestWhatBecameOfIt(Cluster cluster) throws IOException {
    try (var ways = new RelayedEndpoints()) {
      FAULTS.forEach(row -> ways.with(row.way(), SAVE));
      try (var fixture =
          OperatorFixture.start(
              cluster,
              SettingsOverrides.with(t -> t.ways(ways).callTimeout(Duration.ofSeconds(3))))) {
        var trials = new LinkedHashMap<Row, FullResource>();
        FAULTS.forEach(row -> trials.put(row, trial(fixture, row)));

        trials.values().forEach(trial -> trial.apply("new"));

        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> assertThat(trials).allSatisfy((row, trial) -> assertSaid(row, trial)));
      }
    }
  }

  private static FullResource trial(OperatorFixture fixture, Row row) {
    var trial = FullResource.on(fixture, row.way());
    fixture
        .sandbox()
        .faults()
        .save(PlannedFault.once(row.fault()).organization(trial.ns().organization()));
    return trial;
  }

  /// A line for each request that the API saw, in the same order, and no other.
  private void assertSaid(Row row, FullResource trial) {
    var said = said(trial.ns());
    var calls =
        trial.fixture().sandbox().saveCalls().stream()
            .filter(call -> call.organization().equals(trial.ns().organization()))
            .toList();
    assertThat(said).isNotEmpty();
    assertThat(said.getFirst())
        .containsEntry("outcome", row.outcome())
        .containsEntry("secrets", secrets(trial.ns()));
    assertThat(said)
        .extracting(line -> line.get("requestId"))
        .containsExactlyElementsOf(calls.stream().map(c -> c.arrival().requestId()).toList());
    assertThat(said.stream().skip(1)).allMatch(line -> "accepted".equals(line.get("outcome")));
  }

  private static String secrets(TestNamespace ns) {
    return Stream.of("dodil", "ghcr-new", "git-new", "npm-new")
        .map(name -> ns.client().secrets().inNamespace(ns.namespace()).withName(name).get())
        .map(s -> s.getMetadata().getName() + "@" + s.getMetadata().getResourceVersion())
        .collect(Collectors.joining(","));
  }

  @Test
  void saysNothingOfARequestThatNeverBegan(Cluster cluster) throws IOException {
    try (var ways = new RelayedEndpoints().with("away", SAVE);
        var fixture = OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.ways(ways)))) {
      var trial = FullResource.on(fixture, "away");
      ways.of("away").refuse();

      trial.apply("new");

      trial.ns().awaitReason(FullResource.NAME, "ApiUnavailable");
      assertThat(said(trial.ns())).isEmpty();
      ways.of("away").accept();
      trial.awaitSaved(1);
      assertThat(said(trial.ns())).hasSize(1);
    }
  }

  private static LastSave lastSave(TestNamespace ns, int count) {
    ns.awaitSaves(count);
    var npm = ns.client().secrets().inNamespace(ns.namespace()).withName("npm").get();
    ns.awaitSavedVersion("one", npm);
    var generation = ns.resource("one").getMetadata().getGeneration();
    var status =
        ns.await(
            "one",
            s ->
                s.isTrue("Ready")
                    && generation.equals(s.observedGeneration())
                    && answered(s, count));
    return Objects.requireNonNull(status.lastSave());
  }

  private static boolean answered(BuildSecretsStatus status, int count) {
    return count < 4 || "now".equals(status.lastHandledSyncRequest());
  }

  private static Map<String, String> line(TestNamespace ns, LastSave save) {
    return Map.ofEntries(
        entry("organization", save.organization()),
        entry("endpoint", save.endpoint()),
        entry("namespace", ns.namespace()),
        entry("name", "one"),
        entry("uid", save.uid()),
        entry("generation", "" + save.generation()),
        entry(
            "secrets",
            save.secrets().stream()
                .map(s -> s.name() + "@" + s.resourceVersion())
                .collect(Collectors.joining(","))),
        entry("registries", "" + save.registries()),
        entry("gitCredentials", "" + save.gitCredentials()),
        entry("buildSecrets", "" + save.buildSecrets()),
        entry("outcome", "accepted"));
  }

  private static Map<String, String> withoutRequest(Map<String, String> line) {
    return line.entrySet().stream()
        .filter(e -> !e.getKey().equals("requestId"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<Map<String, String>> said(TestNamespace ns) {
    return lines.list.stream()
        .map(
            event ->
                event.getKeyValuePairs().stream()
                    .collect(Collectors.toMap(p -> p.key, p -> String.valueOf(p.value))))
        .filter(line -> ns.organization().equals(line.get("organization")))
        .toList();
  }
}
