package io.dodil.buildsecrets.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import io.dodil.buildsecrets.resolve.Resolution;
import io.dodil.buildsecrets.status.messages.Message;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.status.messages.ProblemMessages;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.Scenario;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people have reported that they tried: below `scenarios/reports` a Secret and a resource of
/// each, with made-up values, and word for word what the status and `plan` say. With
/// `-Dgolden=write` the files become what is said now.
class ReportsTest {

  static List<Path> reports() {
    return Scenario.folders("reports");
  }

  @ParameterizedTest
  @MethodSource("reports")
  void saysWhatIsSentOrWhatIsWrong(Path folder) throws IOException {
    var file = folder.resolve("expected.txt");
    var said = said(Scenario.in(folder));

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, said);
    }
    assertThat(said).isEqualTo(Files.readString(file));
  }

  private static String said(Scenario given) {
    var lines = new ArrayList<String>();
    var problems = new ArrayList<Problem>();
    if (given.resolver().credential(given.spec().auth(), given.secrets())
        instanceof CredentialResolution.Unresolved(var found)) {
      problems.addAll(found);
    }
    switch (given.resolver().resolve(given.spec(), given.secrets())) {
      case Resolution.Resolved(_, var body) -> lines.add(new String(body.reveal(), UTF_8));
      case Resolution.Unresolved(var found) -> problems.addAll(found);
    }
    var messages = problems.stream().map(ProblemMessages::of).toList();
    worst(messages)
        .ifPresent(
            m ->
                lines.add(
                    "%s (%s): %s"
                        .formatted(
                            m.reason().text(), m.reason().severity(), Messages.message(messages))));
    plan(given)
        .lines()
        .filter(l -> l.matches("  (?:problem|note|registry|build secret|git credentials) .*"))
        .map(String::strip)
        .forEach(l -> lines.add("plan: " + l));
    return String.join("\n", lines) + "\n";
  }

  private static Optional<Message> worst(List<Message> messages) {
    return messages.stream().min(Comparator.comparing(m -> m.reason().severity()));
  }

  private static String plan(Scenario given) {
    var resource =
        new Resource(
            new ResourceId("ci", "acme", "uid-acme"),
            1,
            Instant.EPOCH,
            false,
            Optional.empty(),
            given.spec(),
            false,
            BuildSecretsStatus.none());
    var facts =
        new Facts(
            resource,
            new Facts.Live.Absent(),
            new SecretFacts(given.secrets(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>()),
            new Others(Others.Scope.EVERYWHERE, List.of()),
            new Validation.Passed(),
            new TokenCheck.Unwanted());
    var planner = new Planner(Optional.of(SettingsBuilder.settings()));
    return PlanText.of(List.of(planner.plan(facts, ManualTimeSource.START)));
  }
}
