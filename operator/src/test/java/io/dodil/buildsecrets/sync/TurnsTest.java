package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.like;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.OutcomeUnknown;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Ownership is proved by saving: a resource that can't save does not keep an organization from one
/// that can. "acme" is the older one, "rival" is of another namespace.
class TurnsTest {

  private static final String SAVED = "Ready=True Succeeded";

  @Test
  void anotherOneTriesWhenTheOldestCanNotBeResolved() {
    var world = withUnusableAcme();

    world.run("acme");
    world.run("rival");

    assertThat(world.woken()).containsExactly(world.resource("rival").id());
    assertThat(world.picture("rival")).isEqualTo(SAVED);
  }

  @Test
  void anotherOneIsWokenWhenTheAttemptBreaks() {
    var world = World.withAcme();
    world.cluster.apply(rival());
    world.tokens.meanwhile(
        () -> {
          throw new IllegalStateException("x");
        });

    world.tryRun("acme");

    assertThat(world.unexpected()).hasSize(1);
    assertThat(world.woken()).containsExactly(world.resource("rival").id());
  }

  @Test
  void thereIsANextAttemptAlsoWhenTheWakingBreaks() {
    var world = World.withAcme();
    world.tokens.meanwhile(
        () -> {
          world.cluster.afterLook(
              () -> {
                throw new IllegalStateException("while the next owner is looked for");
              });
          throw new IllegalStateException("in the attempt");
        });

    world.tryRun("acme");

    assertThat(world.unexpected()).hasSize(2);
    assertThat(world.due()).contains(inSeconds(world, 1));
  }

  @Test
  void anotherOneIsWokenWhenTheSpecNamesAnotherTargetMeanwhile() {
    var world = World.withAcme();
    world.cluster.apply(rival());
    world.cluster.onRead(
        "acme",
        1,
        () -> world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.endpoint("bare"))));

    world.run("acme");

    assertThat(world.woken()).containsExactly(world.resource("rival").id());
  }

  @Test
  void oneThatWaitsForItsSecretBlocksNobody() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    world.cluster.deleteSecret("npm");
    world.run("acme");

    world.run("rival");

    assertThat(world.picture("acme")).isEqualTo("Ready=False SecretNotFound Reconciling");
    assertThat(world.picture("rival")).isEqualTo(SAVED);
  }

  @Test
  void oneThatWaitsForItsSecretDoesNotBlockOneThatFailedLater() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    world.cluster.deleteSecret("npm");
    world.run("acme");
    world.api.refuses(new Failure.ApiUnavailable(Optional.of(503)));

    world.runUntilPuts("rival", 2);

    assertThat(world.picture("rival")).isEqualTo(SAVED);
    assertThat(world.clock.instant()).isBefore(ManualTimeSource.START.plusSeconds(10));
  }

  @Test
  void oneThatIsSuspendedBlocksNobody() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.edit("acme", c -> c.spec(s -> s.suspended()));
    world.cluster.apply(rival());

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo(SAVED);
  }

  @Test
  void oneWhoseEndpointHasNoTokenUrlBlocksNobody() {
    var world = World.withAcme();
    world.cluster.secret("static", "token", Jwt.text(Jwt.naming("acme", 1)));
    world.cluster.edit("acme", c -> c.spec(s -> s.endpoint("bare")));
    world.cluster.apply(
        resource(
            "rival",
            c ->
                c.namespace("other")
                    .created(ManualTimeSource.START)
                    .spec(s -> s.endpoint("bare").token("static"))));

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo(SAVED);
  }

  @Test
  void oneThatTheApiAskedToWaitBlocksNobody() {
    var world = World.withAcme();
    world.cluster.secret("robot2", "client-id", "robot2", "client-secret", "s");
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(like(rival(), c -> c.spec(s -> s.clientCredentials("robot2"))));
    world.api.asksToWait(Duration.ofMinutes(5));
    world.run("acme");
    world.api.refuses(new Failure.ApiUnavailable(Optional.of(503)));
    world.run("rival");
    world.cluster.secret("npm", "token", "acme waits, and nothing else holds it back");
    world.clock.advance(Duration.ofSeconds(2));

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo(SAVED);
  }

  @Test
  void oneThatIsPatchedAllTheTimeDelaysAnotherByOneAttempt() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    world.cluster.deleteSecret("npm");
    world.run("acme");
    for (int i = 0; i < 20; i++) {
      world.cluster.edit("acme", c -> c.nextGeneration());
      world.clock.advance(Duration.ofSeconds(2));
      world.run("acme");
    }

    world.run("rival");

    assertThat(world.cluster.reads().stream().filter("acme"::equals))
        .as("attempts of the one that is patched")
        .hasSize(1);
    assertThat(world.picture("rival")).isEqualTo(SAVED);
  }

  @Test
  void oneThatWaitsForItsTurnSaysNothingAndComesBack() {
    var world = World.withAcme();
    world.cluster.apply(rival());

    var outcome = world.run("rival");

    assertThat(outcome).isInstanceOf(SyncOutcome.Unchanged.class);
    assertThat(world.statusWrites()).isZero();
    assertThat(world.told()).isEmpty();
    assertThat(world.due()).contains(world.clock.instant().plusSeconds(5));
  }

  @Test
  void aSyncRequestStaysOpenWhileItsResourceWaitsForItsTurn() {
    var world = World.withAcme();
    world.cluster.apply(resource("rival", c -> c.namespace("other").request("now")));

    world.run("rival");

    assertThat(world.status("rival").lastHandledSyncRequest()).isNull();
  }

  @Test
  void aConflictIsSaidOnlyWhenSomebodyHasSaved() {
    var world = withUnusableAcme();
    world.run("acme");
    world.run("rival");
    world.cluster.secret("git", "username", "bot", "password", "p");
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False TargetConflict Reconciling");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void noStatusAndNoEventFlapsWhileTheyTakeTurns() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    for (int i = 0; i < 40; i++) {
      world.api.refuses(new Failure.PermissionDenied());
    }
    world.run("acme");
    world.run("rival");
    world.told();
    for (int i = 0; i < 6; i++) {
      world.clock.advance(Duration.ofSeconds(15));
      world.run("acme");
      world.run("rival");
    }

    assertThat(world.calls().puts()).isGreaterThanOrEqualTo(10);
    assertThat(world.told()).isEmpty();
    assertThat(world.picture("acme")).isEqualTo("Ready=False PermissionDenied Stalled");
    assertThat(world.picture("rival")).isEqualTo("Ready=False PermissionDenied Stalled");
  }

  @Test
  void aSaveWithoutAnAnswerProvesNothing() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(rival());
    world.api.breaks(new OutcomeUnknown());
    world.run("acme");

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo(SAVED);
    assertThat(world.due()).as("what may arrive late is confirmed").contains(inSeconds(world, 30));
  }

  @Test
  void whatMayHaveBeenReplacedByAnAttemptOfAnotherIsSavedAgain() {
    var world = World.withSavedAcme();
    var saved = world.status("acme");
    hide(world);
    world.api.breaks(new OutcomeUnknown());
    world.api.meanwhile(() -> world.cluster.status(world.resource("acme").id(), saved));
    world.run("elder");

    world.run("acme");

    assertThat(world.api.puts()).hasSize(3);
    assertThat(world.api.last().body()).contains("one");
  }

  @Test
  void theFormerOwnerIsWokenByASaveOfAnother() {
    var world = World.withSavedAcme();
    var saved = world.status("acme");
    hide(world);
    world.api.meanwhile(() -> world.cluster.status(world.resource("acme").id(), saved));

    world.run("elder");

    assertThat(world.woken()).containsExactly(world.resource("acme").id());
    world.run("acme");
    assertThat(world.picture("acme")).isEqualTo("Ready=False TargetConflict Reconciling");
  }

  @Test
  void theFormerOwnerIsWokenWhenAnotherProcessHasSavedAnother() {
    var world = World.withSavedAcme();
    world.cluster.apply(rival());
    world.restart();
    world.run("acme");
    var later = world.clock.instant().plusSeconds(1);
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.status(
        world.resource("rival").id(), resource("rival", c -> c.saved(later)).status());

    assertThat(world.statusShown("rival")).isTrue();

    assertThat(world.woken()).containsExactly(world.resource("acme").id());
  }

  /// A new process, whose watch does not show yet that acme has saved; "elder" is older.
  private static void hide(World world) {
    world.cluster.status(world.resource("acme").id(), BuildSecretsStatus.none());
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(
        resource(
            "elder",
            c ->
                c.created(ManualTimeSource.START.minus(Duration.ofDays(9)))
                    .spec(s -> s.nothing().buildSecret("OTHER", "other", "token"))));
    world.restart();
  }

  @Test
  void aRecreatedOwnerSavesAgainAfterOneAttemptOfAnother() {
    var world = World.withAcme();
    world.cluster.secret("other", "token", "x");
    world.cluster.apply(
        resource("squatter", c -> c.namespace("other").spec(s -> s.nothing().git("missing"))));
    world.run("acme");
    world.run("squatter");
    world.cluster.apply(resource("acme", c -> c.uid("recreated").created(ManualTimeSource.START)));
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");
    world.run("squatter");
    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo(SAVED);
    assertThat(world.lastSave("acme").uid()).isEqualTo("recreated");
  }

  @Test
  void aForgedLastSaveOfOneThatThisProcessKnowsCountsForNothing() {
    var world = World.withSavedAcme();
    world.cluster.apply(rival());
    world.run("rival");
    world.cluster.status(
        world.resource("rival").id(),
        resource("rival", c -> c.saved(world.clock.instant())).status());
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.api.last().body()).contains("two");
    assertThat(world.picture("acme")).isEqualTo(SAVED);
  }

  @Test
  void aLastSaveFarInTheFutureCountsForNothing() {
    var world = World.withSavedAcme();
    var future = world.clock.instant().plus(Duration.ofDays(300));
    world.cluster.apply(resource("rival", c -> c.namespace("other").saved(future)));

    world.run("rival");

    assertThat(world.picture("rival")).isEqualTo("Ready=False TargetConflict Reconciling");
  }

  private static Instant inSeconds(World world, int seconds) {
    return world.clock.instant().plusSeconds(seconds);
  }

  private static World withUnusableAcme() {
    var world = World.withAcme();
    world.cluster.secret("git", "username", "bot", "password", "");
    world.cluster.secret("other", "token", "x");
    world.cluster.edit("acme", c -> c.spec(s -> s.git("git")));
    world.cluster.apply(rival());
    return world;
  }

  private static Resource rival() {
    return resource(
        "rival",
        c ->
            c.namespace("other")
                .created(ManualTimeSource.START)
                .spec(s -> s.nothing().buildSecret("X", "other", "token")));
  }
}
