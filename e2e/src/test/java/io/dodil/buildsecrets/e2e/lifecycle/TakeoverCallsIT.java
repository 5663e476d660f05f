package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.harness.LargeResources;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Replica;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.Save;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Ten leaders that are killed one after the other while 300 resources are saved for the first
/// time. Each target gets one request for its set, one more for each leader that was killed between
/// the request and the status write, and one confirming save.
@Tag("slow")
@Tag("jar")
@ExtendWith(OperatorExtension.class)
@Order(1) // takes long: others run beside it
class TakeoverCallsIT {

  private static final int RESOURCES = 300;
  private static final int KILLS = 10;
  private static final int SAVES_BEFORE_A_KILL = 25;

  /// So that each leader is killed with calls in flight.
  private static final Duration CALL = Duration.ofMillis(700);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// The Lease's 15 s, two call timeouts of 5 s each, and some time for the saves themselves.
  private static final Duration WINDOW = Duration.ofSeconds(40);

  @TempDir Path directory;

  /// organization -> leaders that were killed between its request and its status
  private final Map<String, Integer> cut = new HashMap<>();

  /// organization -> its saves when a leader was killed the last time
  private final Map<String, Integer> counted = new HashMap<>();

  @Test
  void aCrashLoopDoesNotMultiplyCalls(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var crowd = LargeResources.of(fixture, RESOURCES);
      crowd.secret("npm", Map.of("token", "x"));
      crowd.apply(_ -> "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");
      var installed = Installation.of(cluster, "takeover-calls");
      fixture.sandbox().faults().save(PlannedFault.always(new Fault.Delay(CALL)));
      var leader = Replica.start(fixture, directory, installed, "leader-0").awaitHolding();
      for (int kill = 1; kill <= KILLS; kill++) {
        var next = Replica.start(fixture, directory, installed, "leader-" + kill).awaitReady();
        int wanted = Math.min(kill * SAVES_BEFORE_A_KILL, RESOURCES);
        await().atMost(PATIENCE).until(() -> crowd.saves() >= wanted);
        leader.signal("KILL");
        leader.operator().process().onExit().join();
        // what it had sent is applied all the same
        TimeUnit.NANOSECONDS.sleep(CALL.multipliedBy(2).toNanos());
        countCut(crowd);
        expire(cluster, installed.name());
        leader.close();
        leader = next.awaitHolding();
      }

      crowd.await(s -> s.isTrue("Ready"));
      crowd.await(s -> s.inDoubtUntil() == null);
      int saves = crowd.saves();
      await().during(Duration.ofSeconds(3)).atMost(WINDOW).until(() -> crowd.saves() == saves);
      assertThat(crowd.members())
          .allSatisfy(
              member ->
                  assertThat(member.saves())
                      .hasSizeBetween(1, 2 + cut.getOrDefault(member.organization(), 0)));
      leader.close();
      crowd.leave();
    }
  }

  private void countCut(LargeResources crowd) {
    for (var member : crowd.members()) {
      var saves = member.saves();
      int before = Objects.requireNonNullElse(counted.put(member.organization(), saves.size()), 0);
      if (saves.size() > before && !isWritten(member, saves.getLast())) {
        cut.merge(member.organization(), 1, Integer::sum);
      }
    }
  }

  /// Times of a status are of whole seconds.
  private static boolean isWritten(TestNamespace member, Save last) {
    var written = member.status(member.organization()).lastSave();
    return written != null
        && !written.time().isBefore(last.arrival().time().truncatedTo(ChronoUnit.SECONDS));
  }

  /// The dead leader's Lease runs out at once.
  private static void expire(Cluster cluster, String lease) {
    cluster
        .admin()
        .leases()
        .inNamespace(Installation.NAMESPACE)
        .withName(lease)
        .edit(
            l -> {
              l.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1));
              return l;
            });
  }
}
