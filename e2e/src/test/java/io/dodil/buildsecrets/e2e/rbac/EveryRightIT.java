package io.dodil.buildsecrets.e2e.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.AuditLog;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every verb of every rule that the chart gives the operator is used by it in a short life of
/// ordinary things; what is not has no place in the chart.
@ExtendWith(OperatorExtension.class)
class EveryRightIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private Cluster cluster;
  private OperatorFixture fixture;
  private TestNamespace first;
  private TestNamespace second;

  @BeforeEach
  void set(Cluster shared) throws IOException {
    cluster = shared;
    fixture = OperatorFixture.withoutOperator(cluster);
    first = fixture.newNamespace();
    second = fixture.newNamespace();
  }

  @AfterEach
  void strike() throws IOException {
    fixture.close();
  }

  @Test
  void isUsedWhereAllNamespacesAreWatched() throws IOException {
    assertEachIsUsed(Installation.of(cluster, "everywhere"));
  }

  @Test
  void isUsedInEachNamespaceThatIsWatched() throws IOException {
    var namespaces = "watchNamespaces={%s,%s}".formatted(first.namespace(), second.namespace());

    assertEachIsUsed(Installation.of(cluster, "confined", "--set", namespaces));
  }

  /// The API server writes a call down when it has been answered, maybe a moment later.
  private void assertEachIsUsed(Installation installed) throws IOException {
    var mark = cluster.audit().mark();
    live(installed);

    await()
        .untilAsserted(
            () -> {
              var calls = cluster.audit().callsSince(mark, installed.user());
              assertThat(installed.rights())
                  .isNotEmpty()
                  .allMatch(right -> calls.stream().anyMatch(right::isUsedBy));
            });
    print(installed, cluster.audit().callsSince(mark, installed.user()));
  }

  private static void print(Installation installed, List<AuditLog.Call> calls) {
    for (var right : installed.rights()) {
      System.out.printf(
          "%-10s %-22s %-28s %-7s %d calls%n",
          installed.name(),
          right.namespace().isEmpty() ? "all namespaces" : right.namespace(),
          right.resource(),
          right.verb(),
          calls.stream().filter(right::isUsedBy).count());
    }
  }

  private void live(Installation installed) throws IOException {
    fixture.startOperator(SettingsOverrides.with(t -> t.installed(installed)), installed.config());
    for (var ns : List.of(first, second)) {
      ns.apply("one", NPM);
      ns.awaitReason("one", "SecretNotFound");
      ns.secret("npm", Map.of("token", "x"));
      ns.awaitReady("one");
    }
    fixture.stopOperator();
  }
}
