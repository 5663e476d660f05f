package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class SettingsFileTest {

  private static final String EVERYTHING =
      """
      port: 8443
      absentGroups: keep
      tls: expired
      tokenLifetime: 1m30s
      history: 7
      organizations:
        - name: acme
          id: 00000000-0000-0001-0000-000000000002
          forbidden: true
          clients:
            - id: build-bot
              secret: fake-client-secret
              token: {claim: org_id, alsoIn: [globex], claims: {organization: null}, opaque: true, withoutExpiresIn: true, lifetime: 5s}
        - {name: globex}
      faults:
        save: [{times: 1, organization: acme, fault: {type: respond, status: 503, headers: {Retry-After: "7"}}}]
        token: [{fault: {type: short-lived, lifetime: 2s}}]
      """;

  @TempDir private Path dir = Path.of("");

  private SandboxSettings read(String yaml) throws IOException {
    return SettingsFile.read(Files.writeString(dir.resolve("settings.yaml"), yaml));
  }

  @Test
  void readsEverything() throws IOException {
    var claims = Collections.<String, Object>singletonMap("organization", null);
    var shape =
        new TokenShape(Claim.ORG_ID, List.of("globex"), claims, true, true, Duration.ofSeconds(5));
    var client = new Client("build-bot", "fake-client-secret", shape);
    var plan =
        new FaultPlan(
            List.of(
                PlannedFault.<Fault>once(new Fault.Respond(503).withHeader("Retry-After", "7"))
                    .organization("acme")),
            List.of(PlannedFault.always(new TokenFault.ShortLived(Duration.ofSeconds(2)))));

    assertThat(read(EVERYTHING))
        .isEqualTo(
            new SandboxSettings(
                8443,
                AbsentGroups.KEEP,
                Tls.EXPIRED,
                Duration.ofSeconds(90),
                7,
                List.of(
                    new Organization("acme", new UUID(1, 2), List.of(client), true),
                    new Organization("globex")),
                plan));
  }

  @Test
  void readsTheSample() {
    assertThat(SettingsFile.read(Path.of("sample.yaml")).withPort(0))
        .isEqualTo(SandboxSettings.sample());
  }

  @Test
  void readsJsonToo() throws IOException {
    assertThat(read("{\"organizations\": [{\"name\": \"acme\"}]}"))
        .isEqualTo(SandboxSettings.of(new Organization("acme")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "organisations: []",
        "tls: SSL",
        "tokenLifetime: soon",
        "organizations: [{id: 00000000-0000-0001-0000-000000000002}]",
        "organizations: [{name: a}, {name: a}]",
        "organizations: [{name: a, clients: [{id: b, secret: c}, {id: b, secret: c}]}]",
        "organizations: [{name: a, clients: [{id: b}]}]",
        "organizations: [{name: a, clients: [{id: b, secret: c, token: {alsoIn: [x]}}]}]",
        "faults: {save: [{fault: {type: opaque-token}}]}",
      })
  void refusesWhatIsWrong(String yaml) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("settings.yaml: ");
  }

  @Test
  void refusesToStartWithoutTheFile() {
    assertThat(new CommandLine(new Main()).execute("--config", "none.yaml")).isEqualTo(2);
  }
}
