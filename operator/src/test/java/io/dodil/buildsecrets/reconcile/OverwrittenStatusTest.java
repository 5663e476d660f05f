package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.FakeSaveEndpoint;
import io.dodil.buildsecrets.testkit.FakeTimers;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.Wakes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A resource is recreated between the last look at it and the write of its status: its successor
/// has the status of another resource, and the watch has shown neither.
class OverwrittenStatusTest {

  private final ManualTimeSource clock = new ManualTimeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final List<ResourceId> woken = new ArrayList<>();
  private final List<BuildSecretsStatus> written = new ArrayList<>();
  private String owner = "uid-acme";
  private Runnable meanwhile = () -> {};
  private final ResourceReconciler reconciler = reconciler();

  @Test
  void theSuccessorIsLookedAtAndWritesWhatIsTrueOfIt() {
    cluster.apply(resource("acme", c -> c.spec(s -> s.suspended())));
    owner = "another";
    reconciler.reconcile(cluster.cached("acme").id());

    // the write that was too late is all that the watch ever shows of the successor's status
    var wrong = written.getFirst();
    cluster.delete("acme");
    cluster.apply(resource("acme", c -> c.uid("another").spec(s -> s.suspended()).status(wrong)));
    reconciler.reconcile(cluster.cached("acme").id());

    assertThat(written).hasSize(2);
  }

  @Test
  void theSuccessorIsWokenIfTheWatchHasShownItDuringTheWrite() {
    cluster.apply(resource("acme", c -> c.spec(s -> s.suspended())));
    owner = "another";
    meanwhile = () -> cluster.apply(resource("acme", c -> c.uid("another")));

    reconciler.reconcile(cluster.cached("acme").id());

    assertThat(woken).extracting(ResourceId::path).containsExactly("ci/acme");
  }

  @Test
  void nothingIsWrittenOverAndOverWhileTheWatchIsBehind() {
    cluster.apply(resource("acme", c -> c.spec(s -> s.suspended())));
    owner = "another";

    reconciler.reconcile(cluster.cached("acme").id());
    reconciler.reconcile(cluster.cached("acme").id());

    assertThat(woken).isEmpty();
    assertThat(written).hasSize(1);
  }

  @Test
  void theStatusIsNotTakenForOneOfTheResourceThatIsGone() {
    cluster.apply(resource("acme", c -> c.spec(s -> s.suspended())));
    owner = "another";

    reconciler.reconcile(cluster.cached("acme").id());

    assertThat(reconciler.handOver()).as("the successor's status is not right yet").isFalse();
  }

  private ResourceReconciler reconciler() {
    var factory =
        new ReconcilerFactory(
            SettingsBuilder.settings(),
            new FakeTokenEndpoint(),
            new FakeSaveEndpoint(),
            (_, _, _) -> {},
            clock,
            () -> 0.5,
            () -> "request",
            () -> false);
    var created =
        factory.create(
            cluster, cluster, this::write, new Wakes(woken), new FakeTimers(clock.monotonic()));
    created.informersSynced();
    return created;
  }

  private Written write(ResourceId id, BuildSecretsStatus status) {
    written.add(status);
    meanwhile.run();
    return new Written.To(owner);
  }
}
