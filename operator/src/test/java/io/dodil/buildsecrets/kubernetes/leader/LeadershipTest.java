package io.dodil.buildsecrets.kubernetes.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two processes and one Lease; each takes its steps when the test says so.
class LeadershipTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// What the server says in place of what it would do.
  private final Map<ServerRequest, Queue<ServerResponse>> replies = new HashMap<>();

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          replies,
          new KubernetesMixedDispatcher(replies),
          false);
  private final KubernetesClient client = connected();

  private final Replica first = new Replica();
  private final Replica second = new Replica();

  /// Its clock is its own: no two nodes agree on the time.
  private final class Replica {

    private final ManualTimeSource clock = new ManualTimeSource();
    private final AtomicInteger tookOver = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger works = new AtomicInteger();
    private final Leadership leadership =
        new Leadership(
            client,
            new LeaderElectionSettings(true, "lease", "operators"),
            clock,
            new Leadership.Events(tookOver::incrementAndGet, lost::incrementAndGet));

    private Duration step() {
      return leadership.step(works::incrementAndGet);
    }

    private boolean leads() {
      return leadership.isLeading();
    }
  }

  private KubernetesClient connected() {
    server.init();
    return server.createClient();
  }

  @AfterEach
  void stop() {
    first.leadership.end(false);
    second.leadership.end(false);
    client.close();
    server.destroy();
  }

  @Test
  void theFirstOneTakesIt() {
    first.step();

    assertThat(first.leads()).isTrue();
    assertThat(first.works).hasValue(1);
    assertThat(first.tookOver).hasValue(0);
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(first.leadership.identity());
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void theOtherOneWaitsForAsLongAsItIsRenewed() {
    first.step();
    for (int i = 0; i < 10; i++) {
      second.step();
      pass(SECOND.multipliedBy(10));
      first.step();
    }

    assertThat(second.leads()).isFalse();
    assertThat(first.works).hasValue(1);
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void itIsTakenOverWhenNobodyHasRenewedItForItsDuration() {
    first.step();
    assertThat(second.step()).isEqualTo(SECOND.multipliedBy(15));

    pass(SECOND.multipliedBy(14));
    assertThat(second.step()).isEqualTo(SECOND);
    assertThat(second.leads()).isFalse();
    pass(SECOND);
    second.step();

    assertThat(second.leads()).isTrue();
    assertThat(second.tookOver).hasValue(1);
    assertThat(first.leadership.maySave()).isFalse();
  }

  @Test
  void aClockThatIsAheadTakesNoLiveLease() {
    second.clock.jump(Duration.ofDays(1));
    first.step();

    second.step();

    assertThat(second.leads()).isFalse();
  }

  @Test
  void whatWasReleasedIsTakenAtOnceAndNothingIsInDoubt() {
    first.leadership.start(() -> {});
    await().until(first::leads);
    second.leadership.start(second.works::incrementAndGet);
    // both have listed, watched and read it, and the first one has made it
    await().until(() -> server.getRequestCount() >= 7);

    first.leadership.end(true);

    await().until(second::leads);
    assertThat(second.tookOver).hasValue(0);
    assertThat(first.lost).hasValue(0);
  }

  @Test
  void aRenewalIsOneRequest() {
    first.step();
    int before = server.getRequestCount();

    assertThat(first.step()).isEqualTo(SECOND.multipliedBy(3));

    assertThat(server.getRequestCount()).isEqualTo(before + 1);
  }

  @Test
  void aSaveMayBeginUntilTheLeaseRunsOut() {
    first.step();

    pass(Duration.ofMillis(14_999));
    assertThat(first.leadership.maySave()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(first.leadership.maySave()).isFalse();
  }

  /// What the answer took is no time that others wait.
  @Test
  void itCountsFromBeforeTheRequest() {
    server
        .expect()
        .post()
        .withPath("/apis/coordination.k8s.io/v1/namespaces/operators/leases")
        .andReply(
            201,
            _ -> {
              pass(SECOND.multipliedBy(10));
              return new LeaseBuilder()
                  .withNewMetadata()
                  .withName("lease")
                  .withResourceVersion("1")
                  .endMetadata()
                  .build();
            })
        .once();
    first.step();

    pass(Duration.ofMillis(4_999));
    assertThat(first.leadership.maySave()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(first.leadership.maySave()).isFalse();
  }

  @Test
  void aLeaseWithoutSpecIsTaken() {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("lease")
                .withNamespace("operators")
                .endMetadata()
                .build())
        .create();

    first.step();

    assertThat(first.leads()).isTrue();
    assertThat(first.tookOver).hasValue(0);
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(first.leadership.identity());
  }

  @Test
  void aRenewalOfALeaseThatSomebodyElseTookEndsTheProcess() {
    first.step();
    holder("thief");

    first.step();

    assertThat(first.leads()).isFalse();
    assertThat(first.lost).hasValue(1);
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("thief");
  }

  @Test
  void aLeaseThatSomebodyEditedIsRenewed() {
    first.step();
    client
        .leases()
        .inNamespace("operators")
        .withName("lease")
        .edit(lease -> lease.edit().editMetadata().addToLabels("a", "b").endMetadata().build());

    pass(SECOND);
    first.step();

    assertThat(first.lost).hasValue(0);
    assertThat(lease().getMetadata().getLabels()).containsEntry("a", "b");
    pass(Duration.ofMillis(14_999));
    assertThat(first.leadership.maySave()).isTrue();
  }

  @Test
  void aLeaseThatSomebodyDeletedIsMadeAnew() {
    first.step();
    client.leases().inNamespace("operators").withName("lease").delete();

    first.step();

    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(first.leadership.identity());
    assertThat(first.lost).hasValue(0);
  }

  @Test
  void aLeaderThatCannotRenewEndsBeforeOthersCanTakeTheLease() {
    first.step();
    server.shutdown();

    pass(SECOND.multipliedBy(9));
    first.step();
    assertThat(first.lost).hasValue(0);
    pass(SECOND);
    first.step();

    assertThat(first.lost).hasValue(1);
    assertThat(first.leads()).isFalse();
  }

  /// Whoever held it may have a request in flight.
  @Test
  void aLeaseThatWasDeletedIsTakenOverAndNotTaken() {
    first.step();
    second.step();
    client.leases().inNamespace("operators").withName("lease").delete();

    second.step();

    assertThat(second.leads()).isTrue();
    assertThat(second.tookOver).hasValue(1);
    first.step();
    assertThat(first.lost).hasValue(1);
  }

  /// Its namespace is gone, say.
  @Test
  void aLeaderWhoseLeaseCannotBeMadeAnewTriesOnceASecondAndEnds() {
    first.step();
    client.leases().inNamespace("operators").withName("lease").delete();
    server
        .expect()
        .post()
        .withPath("/apis/coordination.k8s.io/v1/namespaces/operators/leases")
        .andReturn(404, "{}")
        .always();

    assertThat(first.step()).isEqualTo(SECOND);
    assertThat(first.lost).hasValue(0);
    pass(SECOND.multipliedBy(10));
    first.step();

    assertThat(first.lost).hasValue(1);
  }

  @Test
  void whoIsToldToStopLosesNothing() {
    first.step();
    first.leadership.stopping();
    holder("other");

    first.step();

    assertThat(first.lost).hasValue(0);
  }

  private Lease lease() {
    return client.leases().inNamespace("operators").withName("lease").get();
  }

  private void holder(String identity) {
    client
        .leases()
        .inNamespace("operators")
        .withName("lease")
        .edit(lease -> lease.edit().editSpec().withHolderIdentity(identity).endSpec().build());
  }

  private void pass(Duration time) {
    first.clock.advance(time);
    second.clock.advance(time);
  }
}
