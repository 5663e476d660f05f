package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/// One audit line for each accepted save, which says what lastSave says and what the API received.
@ExtendWith(SharedCluster.class)
class AuditLineIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final Logger audit = (Logger) LoggerFactory.getLogger("io.dodil.buildsecrets.audit");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    audit.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    audit.detachAppender(lines);
  }

  @Test
  void saysWhatWasSavedAndUnderWhichRequest(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster)) {
      var team = stage.newTeam();
      var saves = new ArrayList<LastSave>();
      team.secret("npm", Map.of("token", "x"));
      team.apply("one", NPM);
      saves.add(lastSave(team, 1));
      team.secret("npm", Map.of("token", "y"));
      saves.add(lastSave(team, 2));
      team.secret("git", Map.of("username", "u", "password", "p"));
      team.apply("one", NPM + "\ngitCredentials: {secretRef: {name: git}}");
      saves.add(lastSave(team, 3));
      team.label("npm", "no-save");
      team.requestSync("one", "now");
      saves.add(lastSave(team, 4));

      var said = said(team);
      assertThat(said.stream().map(AuditLineIT::withoutRequest))
          .containsExactlyElementsOf(saves.stream().map(s -> line(team, s)).toList());
      assertThat(said.stream().map(l -> l.get("requestId")))
          .doesNotHaveDuplicates()
          .containsExactlyElementsOf(
              team.saves().stream().map(s -> s.arrival().requestId()).toList());
    }
  }

  private static LastSave lastSave(Team team, int count) {
    team.awaitSaves(count);
    var npm = team.client().secrets().inNamespace(team.namespace()).withName("npm").get();
    team.awaitSavedVersion("one", npm);
    var generation = team.resource("one").getMetadata().getGeneration();
    var status =
        team.await(
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

  private static Map<String, String> line(Team team, LastSave save) {
    return Map.of(
        "organization",
        save.organization(),
        "endpoint",
        save.endpoint(),
        "namespace",
        team.namespace(),
        "name",
        "one",
        "uid",
        save.uid(),
        "generation",
        "" + save.generation(),
        "secrets",
        save.secrets().stream()
            .map(s -> s.name() + "@" + s.resourceVersion())
            .collect(Collectors.joining(",")),
        "registries",
        "" + save.registries(),
        "gitCredentials",
        "" + save.gitCredentials(),
        "buildSecrets",
        "" + save.buildSecrets());
  }

  private static Map<String, String> withoutRequest(Map<String, String> line) {
    return line.entrySet().stream()
        .filter(e -> !e.getKey().equals("requestId"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<Map<String, String>> said(Team team) {
    return lines.list.stream()
        .map(
            event ->
                event.getKeyValuePairs().stream()
                    .collect(Collectors.toMap(p -> p.key, p -> String.valueOf(p.value))))
        .filter(line -> team.organization().equals(line.get("organization")))
        .toList();
  }
}
