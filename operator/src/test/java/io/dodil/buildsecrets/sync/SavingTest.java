package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.World;
import io.dodil.buildsecrets.testkit.World.Calls;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SavingTest {

  @Test
  void savesWhatTheSpecNames() {
    var world = World.withAcme();
    world.cluster.secret("hub", "username", "bot", "password", "p4ss");
    world.cluster.edit("acme", c -> c.spec(s -> s.git("hub")));

    world.run("acme");

    assertThat(world.api.puts()).hasSize(1);
    assertThat(world.api.last().body())
        .isEqualTo(
            """
            {"buildSecrets":{"NPM_TOKEN":"one"},\
            "gitCredentials":{"password":"p4ss","username":"bot"}}\
            """);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
    assertThat(world.message("acme"))
        .isEqualTo("saved git credentials and 1 build secret from 2 Secrets");
  }

  @Test
  void remembersInTheStatusWhatWasSaved() {
    var world = World.withAcme();

    world.run("acme");

    var save = world.lastSave("acme");
    assertThat(save.uid()).isEqualTo("uid-acme");
    assertThat(save.time()).isEqualTo(ManualTimeSource.START);
    assertThat(save.generation()).isEqualTo(1);
    assertThat(save.endpoint()).isEqualTo("staging");
    assertThat(save.apiUrl()).isEqualTo("https://api.test");
    assertThat(save.organization()).isEqualTo("acme");
    assertThat(save.buildSecrets()).isEqualTo(1);
    assertThat(save.registries() + save.gitCredentials()).isZero();
    assertThat(save.versions()).isEqualTo(Map.of("dodil", "1", "npm", "2"));
  }

  @Test
  void savesARotatedSecretOnce() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.api.puts()).hasSize(2);
    assertThat(world.api.last().body()).isEqualTo("{\"buildSecrets\":{\"NPM_TOKEN\":\"two\"}}");
    assertThat(world.tokens.calls()).isEqualTo(1);
    assertThat(world.lastSave("acme").versions()).containsEntry("npm", "3");
  }

  @Test
  void sendsNothingWhenOnlyALabelOfASecretWasEdited() {
    var world = World.withSavedAcme();
    var before = world.lastSave("acme");
    world.cluster.touch("npm");
    world.cluster.touch("dodil");
    var calls = world.calls();

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.Confirmed.class);
    assertThat(world.calls().puts()).isEqualTo(calls.puts());
    assertThat(world.calls().tokens()).isEqualTo(calls.tokens());
    assertThat(world.lastSave("acme").versions()).isEqualTo(Map.of("npm", "3", "dodil", "4"));
    assertThat(world.lastSave("acme").time()).isEqualTo(before.time());
  }

  @Test
  void provesANewCredentialByASave() {
    var world = World.withSavedAcme();
    world.cluster.secret("dodil", "client-id", "robot", "client-secret", "new");

    world.run("acme");

    assertThat(world.tokens.calls()).isEqualTo(2);
    assertThat(world.api.puts()).hasSize(2);
  }

  @Test
  void costsNothingWhenNothingChanged() {
    var world = World.withSavedAcme();
    var calls = world.calls();
    var status = world.status("acme");

    var outcome = world.run("acme");

    assertThat(outcome).isInstanceOf(SyncOutcome.Unchanged.class);
    assertThat(world.calls()).isEqualTo(calls);
    assertThat(world.status("acme")).isEqualTo(status);
  }

  @Test
  void costsNothingAfterARestart() {
    var world = World.withSavedAcme();
    var calls = world.calls();
    var status = world.status("acme");
    world.restart();

    world.run("acme");

    assertThat(world.calls()).isEqualTo(calls);
    assertThat(world.status("acme")).isEqualTo(status);
  }

  @Test
  void readsEachSecretOnceAndNotTheCredentialsWhileATokenIsHeld() {
    var world = World.withSavedAcme();
    var read = world.calls().reads();
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.cluster.reads().subList(read, world.calls().reads()))
        .containsExactly("acme", "secret/npm");
  }

  @Test
  void savesARecreatedResourceAnew() {
    var world = World.withSavedAcme();
    world.cluster.edit("acme", c -> c.uid("uid-2"));

    world.run("acme");

    assertThat(world.api.puts()).hasSize(2);
    assertThat(world.lastSave("acme").uid()).isEqualTo("uid-2");
  }

  @Test
  void collectsChangesThatFollowClosely() {
    var world = World.withAcme();
    world.run("acme");
    world.cluster.secret("npm", "token", "two");

    var within = world.run("acme");
    var calls = world.calls();
    world.cluster.secret("npm", "token", "three");
    world.runWhenDue("acme");

    assertThat(within).isInstanceOf(SyncOutcome.Unchanged.class);
    assertThat(calls.puts()).isEqualTo(1);
    assertThat(world.clock.instant()).isEqualTo(ManualTimeSource.START.plusSeconds(1));
    assertThat(world.api.last().body()).contains("three");
    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void savesAgainBeforeTheResyncIntervalIsOver() {
    var world = World.withSavedAcme();

    world.runUntilPuts("acme", 2);

    assertThat(world.clock.instant())
        .isBetween(
            ManualTimeSource.START.plus(Duration.ofMinutes(21 * 60 + 36)),
            ManualTimeSource.START.plus(Duration.ofHours(24)));
    assertThat(world.api.puts()).hasSize(2);
  }

  @Test
  void makesNoCallForAResourceWithoutEndpoint() {
    var world = World.withAcme();
    world.cluster.edit(
        "acme",
        c -> c.created(ManualTimeSource.START.plusSeconds(1)).spec(s -> s.endpoint("nowhere")));

    world.run("acme");

    assertThat(world.calls()).isEqualTo(new Calls(0, 0, 0));
    assertThat(world.picture("acme")).isEqualTo("Ready=False EndpointNotConfigured Reconciling");
  }
}
