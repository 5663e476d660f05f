package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Replica;
import io.dodil.buildsecrets.e2e.harness.Rights;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An operator that may do everything but say how it went, for a while.
@Tag("jar")
@ExtendWith(OperatorExtension.class)
class StatusWriteRefusedIT {

  private static final String USER = "operator-without-status";
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void remembersWhatWasAcceptedUntilItCanBeWritten(Cluster cluster) throws IOException {
    var rights = new Rights(cluster, USER);
    rights.grantOfStatuses("get");
    try (var fixture = OperatorFixture.start(cluster, rights.config())) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      var mark = cluster.audit().mark();

      ns.apply("one", NPM);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(statusWrites(cluster, mark, ns)).isGreaterThan(2));
      assertThat(ns.saves()).hasSize(1);
      assertThat(ns.status("one").conditions()).isEmpty();
      rights.grantOfStatuses("patch");

      ns.awaitReady("one");
      assertThat(ns.saves()).as("the write was repeated, not the save").hasSize(1);
      ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "y")));
      assertThat(ns.saves()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"get, true", "patch, false"})
  void keepsTheLeaseAtAStopAsLongAsAStatusIsNotWritten(String verb, boolean keeps, Cluster cluster)
      throws IOException {
    var lease = "unwritten-" + verb;
    var rights = new Rights(cluster, USER);
    rights.grantOfStatuses(verb);
    try (var fixture =
        OperatorFixture.start(
            cluster, SettingsOverrides.with(t -> t.leaderElection(lease)), rights.config())) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      ns.apply("one", NPM);
      ns.awaitSaves(1);

      fixture.stopOperator();

      assertThat(Replica.holder(cluster.admin(), lease)).matches(h -> h.isEmpty() != keeps);
    }
  }

  private static long statusWrites(Cluster cluster, long mark, TestNamespace ns) {
    return cluster.audit().operatorCallsSince(mark).stream()
        .filter(c -> c.namespace().equals(ns.namespace()))
        .filter(Call::isStatusWrite)
        .count();
  }
}
