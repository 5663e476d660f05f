package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.FakeTokenEndpoint.issued;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Stories of several misfortunes at once.
class ScenarioTest {

  @Test
  void revertAfterAnUnclearPutIsSent() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.cluster.secret("npm", "token", "one");
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.api.last().body()).contains("one");
  }

  @Test
  void resourceRecreatedAtGenerationOneIsSavedAnew() {
    var world = World.withSavedAcme();
    var status = world.status("acme");
    world.cluster.delete("acme");
    world.cluster.apply(resource("acme", c -> c.uid("another").status(status)));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.lastSave("acme").uid()).isEqualTo("another");
  }

  @Test
  void configurationChangedAtRestartIsSavedToTheNewApi() {
    var world = World.withSavedAcme();

    world.restart(SettingsBuilder.settings(s -> s.apiUrl("https://other.test")));
    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.lastSave("acme").apiUrl()).isEqualTo("https://other.test");
  }

  @Test
  void authSecretRotatedToAForeignOrganizationSendsNothing() {
    var world = World.withSavedAcme();
    world.tokens.answers(issued(Jwt.naming("rival", 9)));
    world.cluster.secret("dodil", "client-id", "spy", "client-secret", "s");
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
  }

  @Test
  void twoDayOldFailureDoesNotHoldANewGenerationBack() {
    var world = World.withAcme();
    for (int i = 0; i < 20; i++) {
      world.api.refuses(new ApiUnavailable(Optional.of(503)));
    }
    world.runUntilPuts("acme", 20);
    world.clock.advance(Duration.ofDays(2));
    world.api.refuses(new ApiUnavailable(Optional.of(503)));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.edit("acme", c -> c.nextGeneration());

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
    assertThat(world.status("acme").observedGeneration()).isEqualTo(2);
  }

  @Test
  void statusWriteLostAndAStaleCacheSaveNothingTwice() {
    var world = World.withSavedAcme();
    world.cluster.freezeWatches();
    world.loseStatusWrites();
    world.cluster.secret("npm", "token", "two");
    world.cluster.edit("acme", c -> c.nextGeneration());
    world.cluster.thawWatches();
    world.run("acme");
    world.cluster.freezeWatches();
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.api.last().body()).contains("two");
  }

  @Test
  void optionalSecretLostWithItsNamespaceIsNotSavedAway() {
    var world = World.withAcme();
    world.cluster.secret("pip", "token", "p");
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.deleteSecret("pip");
    world.run("acme");
    world.cluster.deleteSecret("npm");
    world.cluster.deleteSecret("dodil");
    world.clock.advance(Duration.ofMinutes(1));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void killedInTheMiddleOfAPutAndEditedMeanwhileEndsWithTheNewestSet() {
    var world = World.withSavedAcme();
    world.loseStatusWrites();
    world.cluster.secret("npm", "token", "two");
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");
    world.cluster.secret("npm", "token", "three");

    world.takeOver();
    world.run("acme");
    assertThat(world.api.last().body()).contains("three");
    world.runWhenDue("acme");

    assertThat(world.api.last().body())
        .as("once more, when the late one can't come")
        .contains("three");
    assertThat(world.calls().puts()).isEqualTo(4);
    assertThat(world.status("acme").inDoubtUntil()).isNull();
  }

  @Test
  void refusedTokenWhoseSuccessorIsOfAnotherOrganizationSendsNothingMore() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.refuses(new Failure.AuthenticationFailed(Failure.Party.API, 401));
    world.tokens.answers(issued(Jwt.naming("rival", 9)));

    world.run("acme");

    assertThat(world.calls().puts()).as("the first try, refused").isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
  }

  @Test
  void aWallClockThatIsSetBackHoldsNoRetry() {
    var world = World.withAcme();
    world.api.refuses(new ApiUnavailable(Optional.of(503)));
    world.run("acme");
    world.clock.jump(Duration.ofDays(-1));
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void aWallClockThatIsSetForwardHurriesNoRetryAndOpensNoGate() {
    var world = World.withAcme();
    world.api.asksToWait(Duration.ofMinutes(5));
    world.run("acme");
    world.clock.jump(Duration.ofDays(1));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(5)));
  }
}
