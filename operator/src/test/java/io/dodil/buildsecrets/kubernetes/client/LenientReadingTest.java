package io.dodil.buildsecrets.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.testkit.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of resources that the schema of another version has let in.
@ResourceLock(LogLines.LOCK)
class LenientReadingTest {

  private static final String SPEC =
      """
      {"endpoint": "staging", "organization": "acme",
       "auth": {"token": {"secretKeyRef": {"name": "t", "key": "k"}}},
       "buildSecretsFrom": [{"secretRef": {"name": "npm"}, "keys": ["K"]}]}
      """;

  private static final int LARGE = JsonSize.LARGEST_SPEC;

  private final MockApi cluster = new MockApi();
  private LogLines log;

  @BeforeEach
  void start() {
    log = LogLines.of(BuildSecretsDeserializer.class);
  }

  @AfterEach
  void stop() {
    log.close();
    cluster.close();
  }

  private static String resource(String name, String rest) {
    return """
    {"apiVersion": "ignite.dodil.io/v1alpha1", "kind": "BuildSecrets",
     "metadata": {"namespace": "ci", "name": "%s", "uid": "u", "resourceVersion": "7",
      "annotations": {"other": "canary", "ignite.dodil.io/sync-requested-at": "now"}}, %s}
    """
        .formatted(name, rest);
  }

  private BuildSecrets read(String rest) {
    cluster.once(MockApi.IN_CI + "/acme", 200, resource("acme", rest));
    try (var client = cluster.client()) {
      return client.resources(BuildSecrets.class).inNamespace("ci").withName("acme").require();
    }
  }

  @Test
  void passesOverWhatItDoesNotKnow() {
    var read = read("\"spec\": " + SPEC.replace("\"endpoint\"", "\"newer\": {}, \"endpoint\""));

    assertThat(read.getSpec().organization()).isEqualTo("acme");
    assertThat(read.getUnreadable()).isEmpty();
    assertThat(read.getMetadata().getAnnotations())
        .containsOnlyKeys(BuildSecrets.SYNC_REQUESTED_AT);
    assertThat(log.text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"staging\" | {\"canary\": 1} | spec.endpoint",
        "\"staging\" | null | spec.endpoint",
        "[\"K\"] | {} | spec.buildSecretsFrom[0].keys",
        "{\"name\": \"t\", \"key\": \"k\"} | \"canary\" | spec.auth.token.secretKeyRef",
      })
  void leavesOutASpecAndSaysWhichFieldItCantRead(String known, String newer, String field) {
    var read = read("\"spec\": " + SPEC.replace(known, newer));

    assertThat(read.getSpec()).isNull();
    assertThat(read.getUnreadable()).contains(field);
    assertThat(Resources.resource(read)).isEmpty();
    assertThat(log.text()).contains("field=" + field).doesNotContain("canary");
  }

  @Test
  void takesAStatusItCantReadForNone() {
    var read = read("\"spec\": " + SPEC + ", \"status\": {\"observedGeneration\": [\"canary\"]}");

    assertThat(read.getStatus()).isNull();
    assertThat(read.getUnreadable()).isEmpty();
    assertThat(log.text()).contains("field=status.observedGeneration").doesNotContain("canary");
  }

  @Test
  void keepsOfASpecThatIsTooLargeWhereItWouldGo() {
    var read = read("\"spec\": " + SPEC.replace("\"K\"", "\"%s\"".formatted("K".repeat(LARGE))));

    assertThat(read.isSpecTooLarge()).isTrue();
    assertThat(read.getSpec().organization()).isEqualTo("acme");
    assertThat(read.getSpec().buildSecretsFrom()).isEmpty();
  }

  @Test
  void oneThatCantBeReadStopsNoOther() {
    cluster.once(
        MockApi.ALL,
        200,
        """
        {"kind": "BuildSecretsList", "metadata": {}, "items": [%s, %s]}
        """
            .formatted(
                resource("newer", "\"spec\": {\"endpoint\": 7}"),
                resource("acme", "\"spec\": " + SPEC)));

    try (var client = cluster.client()) {
      assertThat(client.resources(BuildSecrets.class).inAnyNamespace().list().getItems())
          .filteredOn(read -> Resources.resource(read).isPresent())
          .extracting(read -> read.getMetadata().getName())
          .containsExactly("acme");
    }
  }
}
