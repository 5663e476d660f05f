package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The hold of a Retry-After, and the guard against removals.
class HoldingBackTest {

  @Test
  void makesNoCallBeforeTheTimeTheApiAskedFor() {
    var world = World.withAcme();
    world.api.asksToWait(Duration.ofMinutes(2));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(119));
    world.cluster.secret("npm", "token", "two");
    var calls = world.calls();

    world.run("acme");

    assertThat(world.calls()).isEqualTo(calls);
    assertThat(world.due()).contains(ManualTimeSource.START.plus(Duration.ofMinutes(2)));
    assertThat(world.picture("acme")).isEqualTo("Ready=False RateLimited Reconciling");
  }

  @Test
  void savesWhenTheGateOpens() {
    var world = World.withAcme();
    world.api.asksToWait(Duration.ofMinutes(2));
    world.run("acme");

    world.runUntilPuts("acme", 2);

    assertThat(world.clock.instant()).isEqualTo(ManualTimeSource.START.plus(Duration.ofMinutes(2)));
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void isNotReadyWhileAChangeWaitsAtTheGateOfAnotherResource() {
    var world = World.withSavedAcme();
    world.cluster.edit("acme", c -> c.request("now"));
    world.api.asksToWait(Duration.ofMinutes(2));
    world.run("acme");
    world.cluster.edit("acme", c -> c.nextGeneration());

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False RateLimited Reconciling");
    assertThat(world.status("acme").observedGeneration()).isEqualTo(2);
    assertThat(world.status("acme").condition("SecretsResolved").orElseThrow().reason())
        .isEqualTo("NotEvaluated");
  }

  @Test
  void waitsBeforeItRemovesWhatTheSpecStillNames() {
    var world = withOptionalPip();
    world.cluster.deleteSecret("pip");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=False RemovalGrace Reconciling");
    assertThat(world.due()).contains(world.clock.instant().plusSeconds(30));
  }

  @Test
  void removesWhenItIsStillSoAfterTheGrace() {
    var world = withOptionalPip();
    world.cluster.deleteSecret("pip");
    world.run("acme");

    world.runWhenDue("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.api.last().body()).doesNotContain("PIP");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void sendsNothingWhenTheEntriesComeBack() {
    var world = withOptionalPip();
    world.cluster.deleteSecret("pip");
    world.run("acme");
    world.cluster.secret("pip", "token", "p");
    world.clock.advance(Duration.ofSeconds(5));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void waitsAnewForASecondRemoval() {
    var world = withOptionalPip();
    world.cluster.deleteSecret("pip");
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.secret("pip", "token", "other");
    world.api.refuses(new ApiUnavailable(Optional.of(503)));
    world.run("acme");
    world.clock.advance(Duration.ofMinutes(5));
    world.cluster.deleteSecret("pip");

    world.run("acme");

    assertThat(world.due()).contains(world.clock.instant().plusSeconds(30));
  }

  @Test
  void removesAtOnceWhatLeftTheSpec() {
    var world = withOptionalPip();
    world.cluster.edit(
        "acme",
        c -> c.nextGeneration().spec(s -> s.nothing().buildSecret("NPM_TOKEN", "npm", "token")));

    world.run("acme");

    assertThat(world.api.last().body()).isEqualTo("{\"buildSecrets\":{\"NPM_TOKEN\":\"one\"}}");
    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void sendsABurstInTwoSavesTheLastOfWhichHasTheNewest() {
    var world = World.withSavedAcme();
    var start = world.clock.instant();
    for (int i = 0; i < 20; i++) {
      world.cluster.secret("npm", "token", "edit-" + i);
      world.run("acme");
      world.clock.advance(Duration.ofMillis(40));
    }

    world.runWhenDue("acme");

    assertThat(world.clock.instant()).isEqualTo(start.plusSeconds(1));
    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.api.puts().get(1).body()).contains("edit-0");
    assertThat(world.api.last().body()).contains("edit-19");
  }

  private static World withOptionalPip() {
    var world = World.withAcme();
    world.cluster.secret("pip", "token", "p");
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    return world;
  }
}
