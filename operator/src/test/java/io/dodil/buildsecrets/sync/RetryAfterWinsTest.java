package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.PayloadRejected;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who says when he wants to be asked again is asked then: neither before nor, for a back-off of
/// our own, after it.
class RetryAfterWinsTest {

  private static final ApiUnavailable DOWN = new ApiUnavailable(Optional.of(503));

  @Test
  void triesWhenTheGateOpensAlsoAfterManyFailures() {
    var world = afterFailures(8);
    world.clock.set(world.due().orElseThrow());
    world.api.asksToWait(DOWN, Duration.ofSeconds(3));
    world.run("acme");
    var opens = world.clock.instant().plusSeconds(3);

    world.runWhenDue("acme");

    assertThat(world.clock.instant()).isEqualTo(opens);
    assertThat(world.calls().puts()).isEqualTo(10);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void waitsForTheGateThatIsLaterThanTheBackoff() {
    var world = World.withAcme();
    world.api.asksToWait(DOWN, Duration.ofMinutes(7));
    world.run("acme");

    assertThat(world.due()).contains(ManualTimeSource.START.plus(Duration.ofMinutes(7)));
  }

  @Test
  void goesOnWithItsOwnBackoffWhenTheNextAnswerDoesNotSay() {
    var world = afterFailures(8);
    world.clock.set(world.due().orElseThrow());
    world.api.asksToWait(DOWN, Duration.ofSeconds(3));
    world.api.refuses(DOWN);
    world.run("acme");

    world.runWhenDue("acme");

    assertThat(wait(world)).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void triesSlowlyWhatOnlyAPersonCanMend() {
    var world = World.withAcme();
    world.api.asksToWait(new PayloadRejected(413), Duration.ofSeconds(3));
    world.run("acme");

    assertThat(wait(world)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void triesSlowlyButNotBeforeTheGateOpens() {
    var world = World.withAcme();
    world.api.asksToWait(new PayloadRejected(413), Duration.ofMinutes(5));
    world.run("acme");

    assertThat(wait(world)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void waitsForTheTokenEndpointToo() {
    var world = World.withAcme();
    world.tokens.asksToWait(Duration.ofMinutes(2));
    world.run("acme");
    var first = world.status("acme");
    world.clock.advance(Duration.ofSeconds(119));
    world.cluster.touch("npm");

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.HeldByRetryAfter.class);
    assertThat(world.calls().tokens()).isEqualTo(1);
    assertThat(world.status("acme")).isEqualTo(first);
    assertThat(world.message("acme")).startsWith("the token endpoint asked to wait (429)");
    world.runWhenDue("acme");
    assertThat(world.clock.instant()).isEqualTo(ManualTimeSource.START.plus(Duration.ofMinutes(2)));
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void holdsBackAResyncWithoutAWord() {
    var world = World.withSavedAcme();
    Instant resync = ManualTimeSource.START.plus(Duration.ofHours(24));
    world.clock.set(resync);
    world.api.asksToWait(Duration.ofMinutes(2));
    world.run("acme");
    var status = world.status("acme");
    world.clock.advance(Duration.ofSeconds(5));

    world.run("acme");

    assertThat(world.status("acme")).isEqualTo(status);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
    assertThat(world.due()).contains(resync.plus(Duration.ofMinutes(2)));
  }

  private static Duration wait(World world) {
    return Duration.between(world.clock.instant(), world.due().orElseThrow());
  }

  private static World afterFailures(int times) {
    var world = World.withAcme();
    for (int i = 0; i < times; i++) {
      world.api.refuses(DOWN);
    }
    world.runUntilPuts("acme", times);
    return world;
  }
}
