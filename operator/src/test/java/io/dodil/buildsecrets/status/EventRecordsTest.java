package io.dodil.buildsecrets.status;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventRecordsTest {

  @Test
  void tellsOfTheFirstSaveThatItReplacedWhateverWasThere() {
    var world = World.withAcme();

    world.run("acme");

    assertThat(world.notes())
        .containsExactly(
            "saved 1 build secret from 1 Secret; whatever organization \"acme\" held at endpoint"
                + " \"staging\" before is replaced");
    assertThat(world.told()).containsExactly("Normal FirstSave");
  }

  @Test
  void tellsOfEachAcceptedSave() {
    var world = saved();
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.told()).containsExactly("Normal Saved");
  }

  @Test
  void isSilentWhileNothingHappens() {
    var world = saved();

    world.run("acme");
    world.cluster.touch("npm");
    world.run("acme");

    assertThat(world.told()).isEmpty();
  }

  @Test
  void tellsOnceOfAFailureThatGoesOn() {
    var world = World.withAcme();
    for (int i = 0; i < 5; i++) {
      world.api.refuses(new Failure.ApiUnavailable(Optional.of(503)));
    }

    world.runUntilPuts("acme", 5);

    assertThat(world.notes())
        .containsExactly(
            "the API answered 503, retrying at most every 5 min; nothing has been saved yet");
    assertThat(world.told()).containsExactly("Warning ApiUnavailable");
  }

  @Test
  void tellsAgainOfTheSameFailureOfANewGeneration() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.edit("acme", c -> c.nextGeneration());

    world.run("acme");

    assertThat(world.told()).containsExactly("Warning SecretNotFound", "Warning SecretNotFound");
  }

  @Test
  void tellsThatAMissingSecretHasBeenMissingForTooLong() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.run("acme");

    world.runWhenDue("acme");
    world.clock.advance(Duration.ofMinutes(1));
    world.run("acme");

    assertThat(world.told())
        .containsExactly("Warning SecretNotFound", "Warning ProgressDeadlineExceeded");
  }

  @Test
  void tellsThatAResourceIsSuspendedAndResumed() {
    var world = saved();

    suspend(world);
    world.run("acme");
    world.run("acme");
    resume(world);
    world.run("acme");
    world.run("acme");

    assertThat(world.told()).containsExactly("Normal Suspended", "Normal Resumed");
  }

  @Test
  void doesNotSayAgainAfterARestartThatAResourceIsSuspended() {
    var world = saved();
    suspend(world);
    world.run("acme");
    var _ = world.told();

    world.restart();
    world.run("acme");

    assertThat(world.told()).isEmpty();
  }

  @Test
  void anEditOfASuspendedResourceDoesNotSuspendItAgain() {
    var world = World.withAcme();
    suspend(world);
    world.run("acme");
    world.cluster.edit("acme", c -> c.nextGeneration());

    world.run("acme");

    assertThat(world.told()).containsExactly("Normal Suspended");
  }

  @Test
  void warnsOfARequestThatItWillNotFulfil() {
    var world = saved();
    suspend(world);
    world.cluster.edit("acme", c -> c.request("now"));

    world.run("acme");
    world.run("acme");

    assertThat(world.told()).containsExactly("Normal Suspended", "Warning SyncRequestIgnored");
  }

  @Test
  void tellsTheNextOwnerThatItOwnsTheOrganizationNow() {
    var world = saved();
    world.cluster.apply(resource("rival", c -> c.created(ManualTimeSource.START)));
    world.run("rival");
    world.cluster.delete("acme");

    world.run("rival");

    assertThat(world.told())
        .containsExactly("Warning TargetConflict", "Normal OwnershipAcquired", "Normal FirstSave");
  }

  @Test
  void warnsThatAGroupIsNoLongerSent() {
    var world = World.withAcme();
    world.cluster.secret("git", "username", "bot", "password", "p");
    world.cluster.edit("acme", c -> c.spec(s -> s.git("git")));
    world.run("acme");
    var _ = world.told();
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.edit(
        "acme",
        c -> c.nextGeneration().spec(s -> s.nothing().buildSecret("NPM_TOKEN", "npm", "token")));

    world.run("acme");

    assertThat(world.notes())
        .last()
        .isEqualTo(
            "no git credentials are sent any more;"
                + " that those saved before are gone can't be confirmed");
    assertThat(world.told()).containsExactly("Normal Saved", "Warning GroupRemoved");
  }

  @Test
  void warnsWhileARemovalIsHeldBack() {
    var world = World.withAcme();
    world.cluster.secret("pip", "token", "p");
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    var _ = world.told();
    world.cluster.deleteSecret("pip");

    world.run("acme");
    world.runWhenDue("acme");

    assertThat(world.told()).containsExactly("Warning RemovalGrace", "Normal Saved");
  }

  private static World saved() {
    var world = World.withSavedAcme();
    var _ = world.told();
    return world;
  }

  private static void suspend(World world) {
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()));
  }

  private static void resume(World world) {
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.resumed()));
  }
}
