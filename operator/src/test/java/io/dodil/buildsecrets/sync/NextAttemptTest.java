package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.FakeTokenEndpoint.issued;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes in between, a change is saved in the end, and soon.
class NextAttemptTest {

  @Test
  void aSaveThatWasNotAllowedDoesNotMakeUncertainWhatWasAcceptedBefore() {
    var world = World.withSavedAcme();
    world.api.answers(new SaveAnswer.NotAllowed());
    world.cluster.secret("npm", "token", "two");
    world.run("acme");
    world.cluster.secret("npm", "token", "one");
    world.clock.advance(Duration.ofSeconds(2));

    assertThat(world.run("acme")).isInstanceOf(SyncOutcome.Confirmed.class);
  }

  @Test
  void aSaveThatWasNotAllowedIsTriedAgainInSeconds() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.answers(new SaveAnswer.NotAllowed());

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.Unchanged.class);
    assertThat(world.due()).contains(inSeconds(world, 1));
    world.runWhenDue("acme");
    assertThat(world.api.last().body()).contains("two");
  }

  @Test
  void aTokenCallThatWasCutOffChangesNoStatusAndIsMadeAgain() {
    var world = World.withAcme();
    world.tokens.answers(new TokenAnswer.NotSent());

    world.run("acme");

    assertThat(world.statusWrites()).isZero();
    assertThat(world.told()).isEmpty();
    assertThat(world.due()).contains(inSeconds(world, 1));
  }

  @Test
  void nothingIsReadAfterTheStopBegan() {
    var world = World.withAcme();
    world.stop();

    world.run("acme");

    assertThat(world.calls()).isEqualTo(new World.Calls(0, 0, 0));
    assertThat(world.due()).isPresent();
  }

  @Test
  void nothingIsReadWhenTheStopBeganWhileItsTurnCame() {
    var world = World.withAcme();
    world.api.onTurn(world::stop);

    world.run("acme");

    assertThat(world.cluster.reads()).isEmpty();
    assertThat(world.due()).isPresent();
  }

  @Test
  void nothingIsReadAgainWhenTheStopBeginsDuringTheTokenCall() {
    var world = World.withAcme();
    world.tokens.meanwhile(
        () -> {
          world.stop();
          world.clock.advance(Duration.ofSeconds(5));
        });

    world.run("acme");

    assertThat(world.cluster.reads().stream().filter("acme"::equals)).hasSize(1);
    assertThat(world.calls().puts()).isZero();
  }

  static Throwable[] surprises() {
    return new Throwable[] {new IllegalStateException("x"), new NoClassDefFoundError("x")};
  }

  @ParameterizedTest
  @MethodSource("surprises")
  void aSaveThatThrowsIsInDoubtAndTriedAgain(Throwable surprise) {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.meanwhile(() -> sneak(surprise));

    world.run("acme");

    assertThat(world.unexpected()).containsExactly(surprise);
    assertThat(world.picture("acme")).isEqualTo("Ready=False OutcomeUnknown Reconciling");
    assertThat(world.status("acme").inDoubtUntil()).isNotNull();
    world.runUntilPuts("acme", 3);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @ParameterizedTest
  @MethodSource("surprises")
  void aRunThatThrowsIsTriedAgainLaterEachTime(Throwable surprise) {
    var world = World.withAcme();
    for (int i = 0; i < 3; i++) {
      world.tokens.meanwhile(() -> sneak(surprise));
    }

    world.tryRun("acme");
    assertThat(world.due()).contains(inSeconds(world, 1));
    world.clock.advance(Duration.ofSeconds(1));
    world.tryRun("acme");
    assertThat(world.due()).contains(inSeconds(world, 2));
    world.clock.advance(Duration.ofSeconds(2));
    world.tryRun("acme");
    world.clock.advance(Duration.ofSeconds(4));

    assertThat(world.unexpected()).hasSize(3);
    world.run("acme");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void comesBackWithinHalfAnHourHoweverQuietItIs() {
    var world = World.withSavedAcme();

    world.run("acme");

    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(30)));
  }

  @Test
  void saysTheFailureThatHoldsWhenWhatWasMissingIsBack() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.refuses(new Failure.PayloadRejected(422));
    world.run("acme");
    world.cluster.deleteSecret("npm");
    world.clock.advance(Duration.ofSeconds(2));
    world.run("acme");
    assertThat(world.picture("acme")).isEqualTo("Ready=False SecretNotFound Reconciling");
    world.cluster.secret("npm", "token", "two");
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False PayloadRejected Stalled");
    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void aNewGenerationDoesNotInheritTheBackOffThroughAFailedRead() {
    var world = World.withAcme();
    for (int i = 0; i < 8; i++) {
      world.api.refuses(new ApiUnavailable(Optional.of(503)));
    }
    world.runUntilPuts("acme", 8);
    world.clock.advance(Duration.ofMinutes(6));
    world.cluster.edit("acme", c -> c.nextGeneration());
    world.cluster.down(true);

    world.run("acme");

    assertThat(world.due().orElseThrow()).isBefore(inSeconds(world, 2));
  }

  @Test
  void aRetryAfterIsLookedAtAgainWithTheLockInHand() {
    var world = World.withAcme();
    world.cluster.apply(resource("beta", c -> c.spec(s -> s.organization("beta"))));
    world.tokens.answers(issued(Jwt.naming("acme", 1)));
    world.api.asksToWait(Duration.ofMinutes(5));
    var answer = new CountDownLatch(1);
    world.api.meanwhile(() -> await(answer));
    var acme = Thread.startVirtualThread(() -> world.runInside("acme"));
    Awaitility.await().until(() -> world.calls().puts() == 1);
    world.api.onTurn(
        () -> {
          answer.countDown();
          Awaitility.await().until(() -> !acme.isAlive());
        });

    world.runInside("beta");

    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void aRefusedTokenIsNotExchangedWhenTheApiAsksToWait() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.asksToWait(new Failure.AuthenticationFailed(Party.API, 401), Duration.ofMinutes(2));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.due()).contains(world.clock.instant().plus(Duration.ofMinutes(2)));
  }

  @Test
  void theGuardOfRemovalsOutlastsASuspension() {
    var world = World.withAcme();
    world.cluster.secret("pip", "token", "p");
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()));
    world.run("acme");
    world.cluster.deleteSecret("pip");
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.resumed()));
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=False RemovalGrace Reconciling");
  }

  @Test
  void aTokenThatExpiresBeforeItCanBeUsedIsSaidToDoSo() {
    var world = World.withAcme();
    world.tokens.answers(
        new TokenAnswer.Issued(Jwt.naming("acme", 1), Optional.of(Duration.ofMillis(500))));
    world.tokens.meanwhile(() -> world.clock.advance(Duration.ofSeconds(2)));
    world.cluster.onRead("secret/npm", 2, () -> world.clock.advance(Duration.ofSeconds(1)));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.calls().tokens()).isEqualTo(1);
    assertThat(world.message("acme")).startsWith("the token endpoint's tokens expire before");
    assertThat(world.picture("acme")).isEqualTo("Ready=False TokenUnavailable Reconciling");
  }

  @Test
  void whatWasReadAMomentAgoIsNotReadAgainForAFreshToken() {
    var world = World.withAcme();

    world.run("acme");

    assertThat(world.cluster.reads().stream().filter("secret/npm"::equals)).hasSize(1);
  }

  @Test
  void whatWasReadLongerAgoIsReadAgainForAFreshToken() {
    var world = World.withAcme();
    world.cluster.freezeWatches();
    world.tokens.meanwhile(
        () -> {
          world.cluster.secret("npm", "token", "newer");
          world.clock.advance(Duration.ofSeconds(1));
        });

    world.run("acme");

    assertThat(world.api.last().body()).contains("newer");
  }

  @Test
  void theRateLimitIsWaitedForBeforeAnythingIsRead() {
    var world = World.withAcme();
    world.api.onTurn(() -> assertThat(world.cluster.reads()).isEmpty());

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void liveReadsOfALabelThatChangesInALoopAreBounded() {
    var world = World.withSavedAcme();
    int before = world.calls().reads();
    for (int i = 0; i < 100; i++) {
      world.cluster.touch("npm");
      world.run("acme");
      world.clock.advance(Duration.ofMillis(10));
    }

    assertThat(world.calls().reads() - before).isLessThanOrEqualTo(4);
  }

  @Test
  void liveReadsOfWhatCanNotBeResolvedAreBounded() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");

    for (int i = 0; i < 100; i++) {
      world.cluster.touch("dodil");
      world.run("acme");
      world.clock.advance(Duration.ofMillis(10));
    }

    assertThat(world.cluster.reads().stream().filter("acme"::equals)).hasSize(1);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable surprise) throws T {
    throw (T) surprise;
  }

  private static Instant inSeconds(World world, int seconds) {
    return world.clock.instant().plusSeconds(seconds);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
