package io.dodil.buildsecrets.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.LogLines;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The start: an operator is often there before its CRD and its rights.
@ResourceLock(LogLines.LOCK)
class ServedCheckTest {

  private static final String ONE = "?limit=1";
  private static final String LIST =
      "{\"kind\": \"BuildSecretsList\", \"metadata\": {}, \"items\": []}";

  private final MockApi cluster = new MockApi();

  @AfterEach
  void stop() {
    cluster.close();
  }

  /// What is logged until the watches can begin.
  private String awaited(Set<String> namespaces) throws InterruptedException {
    try (var log = LogLines.of(ServedCheck.class);
        var client = cluster.client()) {
      new ServedCheck(client, namespaces).await();
      return log.text();
    }
  }

  @Test
  void saysNothingWhenAllIsThere() throws Exception {
    cluster.once(MockApi.ALL + ONE, 200, LIST);

    assertThat(awaited(Set.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | the CRD buildsecrets.ignite.dodil.io is not installed",
        "401 | the Kubernetes API does not accept this process' credentials (401)",
        "403 | no right to list buildsecrets (403)",
        "500 | the Kubernetes API answered 500",
      })
  void waitsAndSaysWhatIsMissing(int status, String sentence) throws Exception {
    cluster.once(MockApi.ALL + ONE, status, "canary").once(MockApi.ALL + ONE, 200, LIST);

    assertThat(awaited(Set.of()).lines().map(String::strip))
        .containsExactly("WARN  waiting: " + sentence, "INFO  goes on: BuildSecrets are served");
  }

  @Test
  void saysTheSameOnce() throws Exception {
    cluster
        .once(MockApi.ALL + ONE, 404, "")
        .once(MockApi.ALL + ONE, 404, "")
        .once(MockApi.ALL + ONE, 403, "")
        .once(MockApi.ALL + ONE, 200, LIST);

    assertThat(awaited(Set.of()).lines()).hasSize(3);
  }

  /// A namespaced operator has no right to list all.
  @Test
  void asksInOneOfTheNamespacesThatAreWatched() throws Exception {
    cluster.once(MockApi.ALL + ONE, 403, "").once(MockApi.IN_CI + ONE, 200, LIST);

    assertThat(awaited(Set.of("web", "ci"))).isEmpty();
  }
}
