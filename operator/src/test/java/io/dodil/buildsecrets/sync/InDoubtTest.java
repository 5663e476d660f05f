package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A call whose outcome nobody knows may be applied late. The call timeout is 30 s.
class InDoubtTest {

  private static final Instant SETTLED = ManualTimeSource.START.plusSeconds(30);
  private static final InDoubt RECORD =
      new InDoubt(SETTLED, "staging", SettingsBuilder.API, "acme");

  @Test
  void sendsOnceMoreWhatWasAcceptedWhileAnEarlierCallCouldStillBeApplied() {
    var world = unclearThenSaved();

    assertThat(world.due()).contains(SETTLED);
    world.runWhenDue("acme");

    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.due()).contains(SETTLED.plus(Duration.ofMinutes(30)));
  }

  @Test
  void theStatusSaysWhileAPushIsOwed() {
    var world = unclearThenSaved();

    assertThat(world.status("acme").inDoubtUntil()).isEqualTo(RECORD);
    world.runWhenDue("acme");

    assertThat(world.status("acme").inDoubtUntil()).isNull();
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void sendsTheNewestSetAtThatMoment() {
    var world = unclearThenSaved();
    world.clock.set(SETTLED);
    world.cluster.secret("npm", "token", "three");

    world.run("acme");

    assertThat(world.api.last().body()).contains("three");
    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aSaveInBetweenDoesNotPay() {
    var world = unclearThenSaved();
    world.clock.advance(Duration.ofSeconds(5));
    world.cluster.secret("npm", "token", "three");

    world.run("acme");
    assertThat(world.due()).contains(SETTLED);
    world.runWhenDue("acme");

    assertThat(world.calls().puts()).isEqualTo(4);
  }

  @Test
  void aSaveThatBeganBeforeThatMomentDoesNotPayEither() {
    var world = unclearThenSaved();
    world.clock.set(SETTLED.minusSeconds(1));
    world.cluster.secret("npm", "token", "three");
    world.api.meanwhile(() -> world.clock.set(SETTLED.plusSeconds(1)));
    world.run("acme");

    assertThat(world.due()).contains(SETTLED.plusSeconds(2));
    world.runWhenDue("acme");

    assertThat(world.calls().puts()).isEqualTo(4);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aRefusedSettlingPushIsTriedAgainAndChangesNoCondition() {
    var world = unclearThenSaved();
    var before = world.status("acme");
    world.api.refuses(new ApiUnavailable(Optional.of(503)));

    world.runWhenDue("acme");

    assertThat(world.status("acme")).isEqualTo(before);
    world.runUntilPuts("acme", 4);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aRestartDoesNotForgetIt() {
    var world = unclearThenSaved();

    world.restart();
    world.run("acme");

    assertThat(world.calls().puts()).as("all is as it was saved").isEqualTo(2);
    assertThat(world.due()).contains(SETTLED);
    world.runWhenDue("acme");
    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aRestartLongAfterItPaysAtOnce() {
    var world = unclearThenSaved();
    world.clock.advance(Duration.ofHours(1));

    world.restart();
    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aStoredTimeInTheFutureHoldsForNoLongerThanACallOfADeadLeader() {
    var world = unclearThenSaved();
    world.clock.jump(Duration.ofHours(-5));

    world.restart();
    world.run("acme");

    assertThat(world.due()).contains(world.clock.instant().plusSeconds(75));
  }

  @Test
  void theNextOwnerPays() {
    var world = World.withAcme();
    world.cluster.apply(resource("rival", c -> c.created(ManualTimeSource.START)));
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.cluster.delete("acme");

    world.run("rival");
    assertThat(world.due()).contains(SETTLED);
    world.runWhenDue("rival");

    assertThat(world.calls().puts()).isEqualTo(3);
  }

  @Test
  void aSuspendedOwnerPaysWhenItIsResumed() {
    var world = unclearThenSaved();
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()));
    world.run("acme");
    assertThat(world.picture("acme")).isEqualTo("Ready=False Suspended");
    world.clock.advance(Duration.ofMinutes(5));
    world.run("acme");
    assertThat(world.calls().puts()).isEqualTo(2);

    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.resumed()));
    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void whatWaitsForAChangeIsNotPolled() {
    var world = unclearThenSaved();
    world.cluster.deleteSecret("npm");
    world.clock.set(SETTLED.plusSeconds(1));

    world.run("acme");

    assertThat(world.due()).contains(SETTLED.plusSeconds(1).plus(Duration.ofMinutes(10)));
  }

  @Test
  void aWatchThatIsBehindDoesNotHideIt() {
    var world = unclearThenSaved();
    var owing = world.status("acme");
    world.restart();
    world.cluster.status(world.resource("acme").id(), owing.withInDoubtUntil(null));
    world.run("acme");
    world.cluster.status(world.resource("acme").id(), owing);

    assertThat(world.statusShown("acme")).as("it is looked at").isTrue();
    world.run("acme");

    assertThat(world.due()).contains(SETTLED);
    world.runWhenDue("acme");
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void aSetWallClockMovesNothing() {
    var world = unclearThenSaved();
    world.clock.jump(Duration.ofHours(3));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    world.clock.advance(Duration.ofSeconds(31));
    world.run("acme");
    assertThat(world.calls().puts()).isEqualTo(3);
  }

  @Test
  void whatIsAcceptedAfterATakeoverIsSentOnceMore() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");

    world.takeOver();
    world.run("acme");
    assertThat(world.due()).contains(world.clock.instant().plusSeconds(75));
    world.runWhenDue("acme");

    assertThat(world.calls().puts()).isEqualTo(3);
  }

  @Test
  void aTakeoverCostsNothingWhereNothingChanged() {
    var world = World.withSavedAcme();
    var calls = world.calls();

    world.takeOver();
    world.run("acme");

    assertThat(world.calls()).isEqualTo(calls);
  }

  @Test
  void aTakeoverSendsWhatHasAnOptionalSecretOnceAtItsEnd() {
    var world = World.withAcme();
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));

    var calls = world.calls();
    world.takeOver();
    world.run("acme");
    assertThat(world.calls()).as("not before").isEqualTo(calls);
    assertThat(world.due()).contains(world.clock.instant().plusSeconds(75));
    world.runWhenDue("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  private static World unclearThenSaved() {
    var world = World.withAcme();
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.runUntilPuts("acme", 2);
    world.clock.advance(Duration.ofSeconds(1));
    world.run("acme");
    assertThat(world.calls().puts()).isEqualTo(2);
    return world;
  }
}
