package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.SaveAttempt;
import io.dodil.buildsecrets.target.TargetLocks;
import io.dodil.buildsecrets.target.TargetState;
import io.dodil.buildsecrets.target.Unsettled;
import io.dodil.buildsecrets.testkit.DrivenClock;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.FakeSaveEndpoint;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a process leaves to the next one, after a call to acme of unknown outcome. The call timeout
/// is 30 s.
class HandOverTest {

  private static final Target ACME = SettingsBuilder.STAGING.target("acme");

  private final DrivenClock clock = new DrivenClock();
  private final TargetState targets =
      TargetState.empty(new Unsettled(Duration.ofSeconds(30), Duration.ofSeconds(15)));
  private final List<BuildSecretsStatus> written = new ArrayList<>();

  @Test
  void isWrittenToTheOwner() {
    unclearCall();

    assertThat(process(Optional.of(candidate("acme"))).handOver()).isTrue();

    assertThat(written)
        .extracting(BuildSecretsStatus::unsettledUntil)
        .containsExactly(clock.instant().plusSeconds(30));
  }

  @Test
  void isNotDoneWhileADebtHasNobodyToBeWrittenTo() {
    unclearCall();

    assertThat(process(Optional.empty()).handOver()).isFalse();
  }

  @Test
  void needsNobodyForADebtThatIsOver() {
    unclearCall();
    clock.advance(Duration.ofSeconds(30));

    assertThat(process(Optional.empty()).handOver()).isTrue();
  }

  private void unclearCall() {
    var now = clock.now().steady();
    SaveAttempt.begin(targets, ACME, "uid-acme", now).unclear(now);
  }

  private Upkeep process(Optional<Candidate> owner) {
    var settings = SettingsBuilder.settings();
    var memory = new Memory();
    var cluster = new FakeCluster();
    var ports =
        new SyncPorts(cluster, cluster, new FakeSaveEndpoint(), clock, () -> 0.5, () -> "request");
    var tokens = new Tokens(new FakeTokenEndpoint(), clock.steady(), () -> 0.5);
    var state = SyncState.empty(tokens, new TargetLocks(_ -> {}), targets, memory);
    var around =
        new Upkeep.Around(_ -> owner, _ -> {}, (_, status) -> written.add(status), (_, _, _) -> {});
    return new Upkeep(
        settings,
        new Sync(settings, ports, state),
        new Upkeep.Known(memory, targets, new StatusLedger()),
        around,
        clock);
  }
}
