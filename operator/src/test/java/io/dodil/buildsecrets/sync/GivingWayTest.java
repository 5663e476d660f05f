package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.testkit.DrivenClock;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One that can't save does not keep an organization from one that can. "acme" is the older.
class GivingWayTest {

  @Test
  void theNextOneSavesWhenTheOldestIsStalled() {
    var world = withUselessAcme();

    world.run("acme");
    world.run("rival");

    assertThat(world.picture("acme")).isEqualTo("Ready=False InvalidSecretData Stalled");
    assertThat(world.picture("rival")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void theOldestWaitsItsTurnWhenItIsMendedTooLate() {
    var world = withUselessAcme();
    world.run("acme");
    world.run("rival");
    world.cluster.secret("git", "username", "bot", "password", "p");

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void theOldestIsFirstAgainWhenItIsMendedInTime() {
    var world = withUselessAcme();
    world.run("acme");
    world.cluster.secret("git", "username", "bot", "password", "p");

    world.run("rival");
    world.run("acme");

    assertThat(world.picture("rival")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void theOldestTriesWhenAllHaveGivenWay() {
    var world = withUselessAcme();
    world.cluster.secret("npm", "token", "\n\u0000");
    world.cluster.edit("rival", c -> c.spec(s -> s.git("git")));
    world.run("acme");
    world.run("rival");

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False InvalidSecretData Stalled");
  }

  @Test
  void oneThatMerelyWaitsDoesNotGiveWay() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    world.run("acme");

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo("Ready=False TargetConflict Reconciling");
  }

  @Test
  void oneThatHasBegunToSaveKeepsTheOrganization() {
    var world = World.withAcme();
    world.cluster.apply(rival());
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.cluster.secret("git", "username", "bot");
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.git("git")));
    world.clock.advance(Duration.ofMinutes(20));
    world.run("acme");

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo("Ready=False TargetConflict Reconciling");
  }

  @Test
  void oneWhoseFirstSaveWasRefusedLetsTheNextOneTry() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    world.api.refuses(new Failure.PayloadRejected(422));
    world.run("acme");

    world.run("rival");

    assertThat(world.picture("acme")).isEqualTo("Ready=False PayloadRejected Stalled");
    assertThat(world.picture("rival")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void anOlderOneThatAppearsDuringTheFirstSaveDoesNotTakeOver() {
    var world = World.withAcme();
    var longAgo = DrivenClock.START.minus(Duration.ofDays(900));
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.cluster.apply(candidate("elder", c -> c.created(longAgo)));

    world.run("elder");

    assertThat(world.picture("elder")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  private static World withUselessAcme() {
    var world = World.withAcme();
    world.cluster.secret("git", "username", "bot", "password", "");
    world.cluster.edit("acme", c -> c.spec(s -> s.git("git")));
    world.cluster.apply(rival());
    return world;
  }

  private static Candidate rival() {
    return candidate("rival", c -> c.created(DrivenClock.START));
  }
}
