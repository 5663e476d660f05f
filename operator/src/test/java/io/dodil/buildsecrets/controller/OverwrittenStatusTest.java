package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.target.InDoubtRequests;
import io.dodil.buildsecrets.target.TargetState;
import io.dodil.buildsecrets.testkit.DrivenClock;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.FakeSaveEndpoint;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.Wakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A resource is recreated between the last look at it and the write of its status: its successor
/// has the status of another resource, and the watch has shown neither.
class OverwrittenStatusTest {

  private final DrivenClock clock = new DrivenClock();
  private final FakeCluster cluster = new FakeCluster();
  private final FakeSaveEndpoint api = new FakeSaveEndpoint();
  private final List<ResourceId> woken = new ArrayList<>();
  private final List<BuildSecretsStatus> written = new ArrayList<>();
  private String owner = "uid-acme";
  private final Upkeep upkeep = upkeep();

  @Test
  void theSuccessorIsLookedAtAndWritesWhatIsTrueOfIt() {
    cluster.apply(candidate("acme", c -> c.spec(s -> s.suspended())));
    owner = "another";
    upkeep.run(cluster.cached("acme"));
    assertThat(woken).extracting(ResourceId::path).containsExactly("ci/acme");

    // the write that was too late is all that the watch ever shows of the successor's status
    var wrong = written.getFirst();
    cluster.delete("acme");
    cluster.apply(candidate("acme", c -> c.uid("another").spec(s -> s.suspended()).status(wrong)));
    upkeep.run(cluster.cached("acme"));

    assertThat(written).hasSize(2);
  }

  @Test
  void theStatusIsNotTakenForOneOfTheResourceThatIsGone() {
    cluster.apply(candidate("acme", c -> c.spec(s -> s.suspended())));
    owner = "another";

    upkeep.run(cluster.cached("acme"));

    assertThat(upkeep.handOver()).as("the successor's status is not right yet").isFalse();
  }

  private Upkeep upkeep() {
    RunObserver observer = (_, _, _) -> {};
    var ports =
        new SyncPorts(
            cluster, cluster, api, observer, () -> false, clock, () -> 0.5, () -> "request");
    var targets =
        TargetState.empty(new InDoubtRequests(Duration.ofSeconds(30), Duration.ofSeconds(15)));
    var tokens = new Tokens(new FakeTokenEndpoint(), clock.steady(), () -> 0.5);
    return new Upkeep(
        SettingsBuilder.settings(),
        ports,
        SyncState.empty(tokens, targets),
        new Upkeep.Around(new Wakes(woken), this::write, observer));
  }

  private Upkeep.Written write(ResourceId id, BuildSecretsStatus status) {
    written.add(status);
    return new Upkeep.Written.To(owner);
  }
}
