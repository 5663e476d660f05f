package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is not there yet is waited for; what may not be is said.
class WaitingTest {

  @Test
  void savesAsSoonAsAMissingSecretAppears() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.run("acme");
    var waiting = world.picture("acme");
    world.clock.advance(Duration.ofSeconds(1));
    world.cluster.secret("npm", "token", "late");

    world.run("acme");

    assertThat(waiting).isEqualTo("Ready=False SecretNotFound Reconciling");
    assertThat(world.api.last().body()).contains("late");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void sendsNothingWhileOneKeyIsMissing() {
    var world = World.withAcme();
    world.cluster.edit("acme", c -> c.spec(s -> s.buildSecret("PIP", "npm", "pip")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.calls().tokens()).isZero();
    assertThat(world.message("acme"))
        .isEqualTo("Secret \"npm\" has no key \"pip\"; nothing has been saved yet");
  }

  @Test
  void namesTheMissingCredentialBesideOtherProblems() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.cluster.deleteSecret("dodil");

    world.run("acme");

    assertThat(world.message("acme"))
        .contains("Secret \"npm\" not found", "Secret \"dodil\" not found");
  }

  @Test
  void leavesOutAnOptionalSecretUntilItAppears() {
    var world = World.withAcme();
    world.cluster.edit("acme", c -> c.spec(s -> s.optional("PIP", "pip", "token")));
    world.run("acme");
    var without = world.api.last().body();
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.secret("pip", "token", "p");

    world.run("acme");

    assertThat(without).doesNotContain("PIP");
    assertThat(world.api.last().body()).contains("\"PIP\":\"p\"");
  }

  @Test
  void isStalledWhenTheDeadlinePassesAndRecovers() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.run("acme");
    var due = world.due().orElseThrow();
    world.clock.set(due);
    world.run("acme");
    var late = world.picture("acme");
    world.clock.advance(Duration.ofSeconds(1));
    world.cluster.secret("npm", "token", "late");

    world.run("acme");

    assertThat(due).isEqualTo(ManualTimeSource.START.plus(Duration.ofMinutes(10)));
    assertThat(late).isEqualTo("Ready=False SecretNotFound Stalled");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void doesNotPollForASecretThatIsMissing() {
    var world = World.withAcme();
    world.cluster.deleteSecret("npm");
    world.run("acme");

    var calls = world.calls();
    world.runWhenDue("acme");

    assertThat(world.calls()).as("a look at the caches costs no call").isEqualTo(calls);
    world.runWhenDue("acme");
    assertThat(world.calls().reads()).as("the safety net").isGreaterThan(calls.reads());
  }

  @Test
  void saysThatClientCredentialsNeedATokenUrl() {
    var world = World.withAcme();
    world.cluster.edit(
        "acme",
        c -> c.created(ManualTimeSource.START.plusSeconds(1)).spec(s -> s.endpoint("bare")));

    world.run("acme");

    assertThat(world.calls().reads()).isZero();
    assertThat(world.message("acme")).contains("\"bare\" has no token URL");
  }

  @Test
  void doesNotSayThatNothingWasSavedWhenAnEndpointLeftTheConfiguration() {
    var saved = World.withSavedAcme().resource("acme");
    var world = World.withAcme(SettingsBuilder.settings(SettingsBuilder::withoutEndpoints));
    world.cluster.apply(saved);
    world.cluster.status(saved.id(), saved.status());

    world.run("acme");

    assertThat(world.message("acme")).endsWith("; the set saved last stays in force");
  }

  @Test
  void sendsNothingForAnOrganizationThatIsNotAllowedHere() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.allow("acme", "prod")));
    world.cluster.edit("acme", c -> c.created(ManualTimeSource.START.plusSeconds(1)));

    world.run("acme");

    assertThat(world.calls().reads() + world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationNotAllowed Reconciling");
  }

  @Test
  void treatsAKubernetesThatDoesNotAnswerAsAnOutage() {
    var world = World.withAcme();
    world.cluster.down(true);
    world.run("acme");
    var picture = world.picture("acme");
    world.cluster.down(false);
    world.runUntilPuts("acme", 1);

    assertThat(picture).isEqualTo("Ready=False SecretReadError Reconciling");
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }
}
