package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Replica;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.SaveCall;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Two operators, each a process, and one Lease of 15 s. The call timeout is 5 s.
@Tag("slow")
@Tag("jar")
@ExtendWith(OperatorExtension.class)
@Order(1) // takes long: others run beside it
class LeaderIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final AtomicInteger leases = new AtomicInteger();

  @TempDir Path directory;

  private final String lease = "lease-" + leases.incrementAndGet();
  private OperatorFixture fixture;
  private Installation installed;
  private TestNamespace ns;
  private Replica first;
  private Replica second;

  @BeforeEach
  void startTwo(Cluster cluster) throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
    installed = Installation.of(cluster, lease);
    ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "one"));
    first = Replica.start(fixture, directory, installed, "first").awaitHolding().awaitReady();
    second = Replica.start(fixture, directory, installed, "second").awaitReady();
  }

  @AfterEach
  void end() throws IOException {
    first.close();
    second.close();
    fixture.close();
  }

  /// In less than 2 s on a quiet machine, and in any case without waiting for the Lease to expire,
  /// which would take 15 s.
  @Test
  void theStandbyTakesOverAtOnceWhenTheLeaderIsToldToStop() throws Exception {
    ns.apply("one", NPM);
    ns.awaitReady("one");
    var begin = Instant.now();

    first.signal("TERM");
    second.awaitHolding();

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "two")));
    assertThat(first.operator().awaitExit()).isZero();
    assertThat(inDoubt()).as("nothing was in flight").isFalse();
    assertThat(ns.saves()).hasSize(2);
  }

  @Test
  void theLeaderAloneSpeaksOfResourcesAndBothAreAlive() throws Exception {
    ns.apply("one", NPM);
    ns.awaitReady("one");

    var leader = Scrape.of(first.ports().metrics());
    var standby = Scrape.of(second.ports().metrics());
    assertThat(leader.sum("buildsecrets_leader")).isEqualTo(1);
    assertThat(standby.sum("buildsecrets_leader")).isZero();
    assertThat(leader.of(ns)).isNotEmpty();
    assertThat(standby.of(ns)).isEmpty();
    assertThat(standby.sum("buildsecrets_watch_up")).isEqualTo(2);
    assertThat(standby.sum("buildsecrets_queue_depth")).isZero();
    assertThat(first.probe("/livez")).isEqualTo(200);
    assertThat(second.probe("/livez")).isEqualTo(200);

    first.signal("TERM");
    second.awaitHolding();
    await()
        .untilAsserted(() -> assertThat(Scrape.of(second.ports().metrics()).of(ns)).isNotEmpty());
  }

  @Test
  void aSaveInFlightEndsBeforeTheNextLeaderBegins() throws Exception {
    faults(new Fault.Delay(Duration.ofSeconds(2)));
    ns.apply("one", NPM);
    awaitInFlight();

    first.signal("TERM");
    ns.secret("npm", Map.of("token", "two"));
    ns.awaitSaves(2);

    var calls = calls();
    assertThat(calls).hasSize(2);
    assertThat(calls.getLast().arrival().time())
        .isAfterOrEqualTo(calls.getFirst().arrival().time().plusSeconds(2));
    assertThat(first.operator().awaitExit()).isZero();
  }

  /// What only its memory knows is lost with it, so its successor has to wait as after a death.
  @Test
  void aLeaderThatCouldNotWriteAStatusDoesNotReleaseTheLease() throws Exception {
    ns.apply("one", NPM);
    ns.awaitReady("one");
    var holder = Replica.holder(fixture.cluster().admin(), lease);
    takeTheRightToWriteStatuses();
    ns.secret("npm", Map.of("token", "two"));
    ns.awaitSaves(2);

    first.signal("TERM");

    assertThat(first.operator().awaitExit()).isZero();
    assertThat(Replica.holder(fixture.cluster().admin(), lease)).isEqualTo(holder);
    fixture.cluster().audit().assertNothingRefusedBut("status");
  }

  private void takeTheRightToWriteStatuses() {
    var resource = "buildsecrets/status";
    fixture
        .cluster()
        .admin()
        .rbac()
        .clusterRoles()
        .withName(installed.name() + "." + Installation.NAMESPACE)
        .edit(
            role -> {
              role.getRules().removeIf(rule -> rule.getResources().contains(resource));
              return role;
            });
    await()
        .untilAsserted(
            () ->
                assertThat(installed.rights())
                    .filteredOn(right -> right.resource().equals(resource))
                    .isNotEmpty()
                    .noneMatch(
                        right ->
                            right.isOf(
                                fixture.cluster().admin(), Installation.USERS + installed.name())));
  }

  @Test
  void aKilledLeadersSaveThatArrivesLateDoesNotLast() throws Exception {
    faults(new Fault.StoreLate(Duration.ofSeconds(18)));
    ns.apply("one", NPM);
    awaitInFlight();

    first.signal("KILL");
    ns.secret("npm", Map.of("token", "two"));
    second.awaitHolding();
    ns.awaitReady("one");
    assertThat(inDoubt()).isTrue();
    await().atMost(Duration.ofMinutes(1)).until(() -> !inDoubt());
    assertThat(ns.status("one").isTrue("Ready")).isTrue();

    assertThat(values()).startsWith("two").contains("one").endsWith("two");
    assertThat(values()).hasSize(3);
    assertThat(second.operator().output()).contains("acquired the Lease from a holder");
  }

  @Test
  void aLeaderThatWasPausedBeyondItsLeaseBeginsNoSave() throws Exception {
    ns.apply("one", NPM);
    ns.awaitReady("one");

    first.signal("STOP");
    second.awaitHolding();
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "two")));
    int calls = calls().size();
    first.signal("CONT");

    assertThat(first.operator().awaitExit()).isEqualTo(1);
    assertThat(calls()).hasSize(calls);
    assertThat(first.operator().output()).contains("lost the Lease");
  }

  @Test
  void aLeaderWhoseLeaseIsStolenEnds() throws Exception {
    fixture
        .cluster()
        .admin()
        .leases()
        .inNamespace("default")
        .withName(lease)
        // without a version: the leader renews it at any moment
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"holderIdentity\":\"thief\"}}");

    assertThat(first.operator().awaitExit()).isEqualTo(1);
    assertThat(first.operator().output()).contains("lost the Lease");
  }

  @Test
  void aRestartedContainerDoesNotPassForItsPredecessor() throws Exception {
    second.signal("KILL");
    first.signal("KILL");
    var killed = Instant.now();

    try (var restarted = Replica.start(fixture, directory, installed, "first").awaitReady()) {
      var predecessor = Replica.holder(fixture.cluster().admin(), lease);
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !Replica.holder(fixture.cluster().admin(), lease).equals(predecessor));
      assertThat(Duration.between(killed, Instant.now())).isGreaterThan(Duration.ofSeconds(10));
      assertThat(restarted.operator().output()).contains("acquired the Lease from a holder");
    }
  }

  private boolean inDoubt() {
    return ns.rawStatus("one").has("inDoubtUntil");
  }

  private void faults(Fault fault) {
    fixture.sandbox().faults().save(PlannedFault.once(fault).organization(ns.organization()));
  }

  private List<SaveCall> calls() {
    return fixture.sandbox().saveCalls().stream()
        .filter(c -> ns.organization().equals(c.organization()))
        .toList();
  }

  /// The call that meets the fault is not over before its time.
  private void awaitInFlight() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> fixture.sandbox().faults().planned().save().isEmpty());
  }

  private List<String> values() {
    return ns.saves().stream().map(s -> s.sent().buildSecrets().get("NPM_TOKEN")).toList();
  }
}
