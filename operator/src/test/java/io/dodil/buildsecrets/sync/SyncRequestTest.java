package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ApiUnavailable;
import io.dodil.buildsecrets.model.Failure.PayloadRejected;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The annotation `ignite.dodil.io/sync-requested-at`.
class SyncRequestTest {

  private static final Failure DOWN = new ApiUnavailable(Optional.of(503));

  @Test
  void savesAgainWhatIsSavedAlreadyWithAFreshToken() {
    var world = World.withSavedAcme();
    request(world, "now");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.status("acme").lastHandledSyncRequest()).isEqualTo("now");
  }

  @Test
  void isAnsweredOnce() {
    var world = World.withSavedAcme();
    request(world, "now");
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void isAnsweredByAFailureToo() {
    var world = World.withSavedAcme();
    request(world, "now");
    world.api.refuses(DOWN);

    world.run("acme");

    assertThat(world.status("acme").lastHandledSyncRequest()).isEqualTo("now");
    assertThat(world.picture("acme")).isEqualTo("Ready=False ApiUnavailable Reconciling");
  }

  @Test
  void isAnsweredByAProblemOfTheSecretsToo() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    request(world, "now");

    world.run("acme");

    assertThat(world.status("acme").lastHandledSyncRequest()).isEqualTo("now");
  }

  @Test
  void passesTheBackoff() {
    var world = World.withAcme();
    for (int i = 0; i < 6; i++) {
      world.api.refuses(DOWN);
    }
    world.runUntilPuts("acme", 6);
    world.clock.advance(Duration.ofSeconds(1));
    request(world, "now");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(7);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void passesTheSlowRetryOfARefusedContent() {
    var world = World.withAcme();
    world.api.refuses(new PayloadRejected(422));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    request(world, "now");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void passesTheRemovalGuard() {
    var world = World.withAcme();
    world.cluster.secret("pip", "token", "p");
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.deleteSecret("pip");
    request(world, "now");

    world.run("acme");

    assertThat(world.api.last().body()).doesNotContain("PIP");
  }

  @Test
  void waitsAtTheGateUnanswered() {
    var world = World.withAcme();
    world.api.asksToWait(Duration.ofMinutes(2));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(5));
    request(world, "now");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.status("acme").lastHandledSyncRequest()).isNull();
    world.runWhenDue("acme");
    assertThat(world.clock.instant()).isEqualTo(ManualTimeSource.START.plus(Duration.ofMinutes(2)));
    assertThat(world.status("acme").lastHandledSyncRequest()).isEqualTo("now");
  }

  @Test
  void isSeenWhenTheWatchHasNotShownItYet() {
    var world = World.withSavedAcme();
    world.cluster.touch("npm");
    world.cluster.freezeWatches();
    request(world, "now");

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.status("acme").lastHandledSyncRequest()).isEqualTo("now");
  }

  private static void request(World world, String text) {
    world.cluster.edit("acme", c -> c.request(text));
  }
}
