package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.FakeSaveEndpoint;
import io.dodil.buildsecrets.testkit.FakeTimers;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.Wakes;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceReconcilerTest {

  private static final ResourceId ACME = resource("acme").id();

  private final ManualTimeSource clock = new ManualTimeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final FakeTimers timers = new FakeTimers(clock.monotonic());
  private final List<ResourceId> woken = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Runnable duringWrites = () -> {};
  private final ResourceReconciler reconciler =
      new ReconcilerFactory(
              SettingsBuilder.settings(),
              new FakeTokenEndpoint(),
              new FakeSaveEndpoint(),
              new Observer(),
              clock,
              () -> 0.5,
              () -> "request",
              () -> false)
          .create(cluster, cluster, this::write, new Wakes(woken), timers);

  private Written write(ResourceId id, BuildSecretsStatus status) {
    duringWrites.run();
    return new Written.To(id.uid());
  }

  private final class Observer implements ReconciliationListener {

    @Override
    public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
      told.add("ended");
    }

    @Override
    public void passedOver(ResourceId resource) {
      told.add("passed over");
    }
  }

  @Test
  void nothingIsDecidedBeforeTheInformersHaveSynced() {
    cluster.apply(resource("acme"));

    reconciler.reconcile(ACME);

    assertThat(told).isEmpty();
    assertThat(timers.expiry(ACME)).isEmpty();
  }

  @Test
  void whatWasPassedOverIsReconciledOnceTheInformersHaveSynced() {
    cluster.apply(resource("acme"));
    cluster.apply(resource("other"));

    reconciler.informersSynced();
    reconciler.informersSynced();

    assertThat(woken).extracting(ResourceId::name).containsExactly("acme", "other");
  }

  @Test
  void aReconciliationStartsTheTimerOfTheNextOne() {
    cluster.apply(resource("acme"));
    reconciler.informersSynced();

    reconciler.reconcile(ACME);

    assertThat(told).containsExactly("ended");
    assertThat(timers.expiry(ACME)).isPresent();
  }

  @Test
  void aClockThatIsSetBackDuringTheStatusWriteDelaysNothing() {
    cluster.apply(resource("acme"));
    cluster.down(true);
    duringWrites = () -> clock.jump(Duration.ofHours(-1));
    reconciler.informersSynced();

    reconciler.reconcile(ACME);

    assertThat(timers.expiry(ACME).orElseThrow())
        .isBeforeOrEqualTo(clock.now().monotonic().plusSeconds(2));
  }

  @Test
  void aResourceThatIsBeingDeletedOrGoneIsPassedOver() {
    reconciler.informersSynced();
    reconciler.reconcile(ACME);
    cluster.apply(resource("acme", c -> c.deleting()));

    reconciler.reconcile(ACME);

    assertThat(told).containsExactly("passed over", "passed over");
    assertThat(timers.expiry(ACME)).isEmpty();
  }

  @Test
  void aNewerSpecThatIsFoundOnTheWayIsNotPassedOver() {
    var world = World.withAcme();
    world.cluster.edit("acme", c -> c.spec(s -> s.endpoint("unknown")));
    world.cluster.freezeWatches();
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()));

    world.run("acme");

    assertThat(world.status("acme").observedGeneration()).isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=False Suspended");
  }

  @Test
  void aResourceIsUpToDateUntilSomethingOfItChanges() {
    var world = World.withSavedAcme();
    world.restart();
    var id = world.resource("acme").id();
    assertThat(world.reconciler().isUpToDate(id)).isTrue();

    world.cluster.secret("npm", "token", "two");

    assertThat(world.reconciler().isUpToDate(id)).isFalse();
  }

  @Test
  void changesOfSecretsAreCollectedWhileTheCoalesceWindowIsOpen() {
    var world = World.withSavedAcme();
    changeNpm(world, "two");
    world.run("acme");
    changeNpm(world, "three");
    assertThat(world.woken()).hasSize(2);
    world.run("acme");

    changeNpm(world, "four");
    changeNpm(world, "five");

    assertThat(world.woken()).hasSize(2);
    world.runWhenDue("acme");
    assertThat(world.api.puts().getLast().body()).contains("five");
    changeNpm(world, "six");
    assertThat(world.woken()).hasSize(3);
  }

  @Test
  void aChangeThatAReconciliationMayNotHaveSeenIsNotCollected() {
    var world = World.withSavedAcme();
    changeNpm(world, "two");
    world.run("acme");
    changeNpm(world, "three");
    world.run("acme");
    world.api.onBody(_ -> changeNpm(world, "four"));

    world.runWhenDue("acme");

    assertThat(world.woken()).hasSize(3);
  }

  private static void changeNpm(World world, String value) {
    world.cluster.secret("npm", "token", value);
    world.reconciler().events().secretChanged(world.resource("acme").id());
  }
}
