package io.dodil.buildsecrets.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the platform does, and what this operator therefore must not rely on.
@ExtendWith(OperatorExtension.class)
class PlatformFactsIT {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("facts")
          .withForce(true)
          .build();
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void aStatusWrittenForADeletedResourceLandsOnItsSuccessor(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var ns = fixture.newNamespace();
      var patch = new BuildSecrets();
      patch.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(ns.namespace())
              .withName("one")
              .withUid("00000000-0000-4000-8000-000000000000")
              .build());
      patch.setStatus(
          new BuildSecretsStatus(1L, List.of(), null, null, "of-another-uid", null, null));
      ns.apply("one", NPM);

      var refusal =
          catchThrowable(() -> ns.client().resource(patch).subresource("status").patch(APPLY));

      // hence lastSave.uid: what is said of another uid counts for nothing
      assertThat(refusal).isNull();
      assertThat(ns.status("one").lastHandledSyncRequest()).isEqualTo("of-another-uid");
    }
  }

  @Test
  void anElectorOfTheSameNameTakesALeaseThatIsStillHeld(Cluster cluster) {
    hold(cluster.admin(), "fact-lease", "pod-0");
    var same = new AtomicBoolean();
    var other = new AtomicBoolean();

    var passing = elect(cluster.admin(), "pod-0", same);
    var waiting = elect(cluster.admin(), "pod-0-7f3a", other);

    // hence the random part of the operator's identity
    await().atMost(Duration.ofSeconds(5)).untilTrue(same);
    assertThat(other).isFalse();
    passing.cancel(true);
    waiting.cancel(true);
  }

  @Test
  void anInterruptFailsTheStatusWriteAsWell(Cluster cluster) throws Exception {
    try (var fixture = OperatorFixture.withoutOperator(cluster);
        var executor = Executors.newSingleThreadExecutor()) {
      var ns = fixture.newNamespace();
      ns.apply("one", NPM);
      var write =
          executor.submit(
              () -> {
                Thread.currentThread().interrupt();
                return catchThrowable(() -> ns.label("dodil", "while-interrupted"));
              });

      // hence the drain before the stop, and Call.cancel() instead of an interrupt
      assertThat(write.get()).isNotNull();
    }
  }

  private static void hold(KubernetesClient client, String name, String holder) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(3600)
                .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build())
        .create();
  }

  private static CompletableFuture<?> elect(
      KubernetesClient client, String identity, AtomicBoolean leads) {
    var config =
        new LeaderElectionConfigBuilder()
            .withName("fact")
            .withLeaseDuration(Duration.ofSeconds(15))
            .withRenewDeadline(Duration.ofSeconds(10))
            .withRetryPeriod(Duration.ofMillis(200))
            .withLock(new LeaseLock("default", "fact-lease", identity))
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    () -> {}, () -> {}, who -> leads.compareAndSet(false, identity.equals(who))))
            .build();
    return new LeaderElectorBuilder(client, Runnable::run).withConfig(config).build().start();
  }
}
