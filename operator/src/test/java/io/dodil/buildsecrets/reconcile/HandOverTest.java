package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a process leaves to the next one, after a request of acme without a clear outcome. The call
/// timeout is 30 s.
class HandOverTest {

  private static final InDoubt RECORD =
      new InDoubt(ManualTimeSource.START.plusSeconds(30), "staging", SettingsBuilder.API, "acme");

  @Test
  void isRecordedWithItsTarget() {
    var world = inDoubt();

    assertThat(world.handOver()).isTrue();

    assertThat(world.status("acme").inDoubtUntil()).isEqualTo(RECORD);
  }

  @Test
  void isRecordedByAnotherResourceOfTheTargetWhenItsOwnIsGone() {
    var world = inDoubt();
    world.cluster.delete("acme");
    world.cluster.apply(resource("rival", c -> c.spec(s -> s.suspended())));

    assertThat(world.handOver()).isTrue();

    assertThat(world.status("rival").inDoubtUntil()).isEqualTo(RECORD);
  }

  @Test
  void isNotDoneWhileThereIsNoResourceToRecordIt() {
    var world = inDoubt();
    world.cluster.delete("acme");

    assertThat(world.handOver()).isFalse();
  }

  @Test
  void needsNoResourceWhenTheDoubtIsOver() {
    var world = inDoubt();
    world.cluster.delete("acme");
    world.clock.advance(Duration.ofSeconds(30));

    assertThat(world.handOver()).isTrue();
  }

  @Test
  void aDeletedResourceWhoseStatusCouldNotBeWrittenIsNoReasonToKeepTheLease() {
    var world = World.withAcme();
    world.failStatusWrites(true);
    world.api.meanwhile(() -> world.cluster.delete("acme"));

    world.run("acme");

    assertThat(world.handOver()).isTrue();
  }

  @Test
  void isNotDoneWhileAStatusIsNotWritten() {
    var world = World.withAcme();
    world.failStatusWrites(true);

    world.run("acme");

    assertThat(world.handOver()).isFalse();
  }

  @Test
  void isNotDoneWhenTheClientThrows() {
    var world = World.withAcme();
    world.api.breaks(new OutcomeUnknown());
    world.breakStatusWrites(true);

    world.run("acme");

    assertThat(world.handOver()).isFalse();
  }

  private static World inDoubt() {
    var world = World.withAcme();
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    return world;
  }
}
