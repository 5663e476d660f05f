package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.FakeTokenEndpoint.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A configuration that allows less takes effect at the restart, also for what is ready.
class NarrowedSettingsTest {

  @Test
  void aNarrowedSelectorTakesEffectAtTheRestart() {
    var world = World.withSavedAcme();
    world.restart(SettingsBuilder.settings(s -> s.secretSelector("team=ci")));
    world.cluster.selects(false);

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False SecretForbidden Stalled");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void anIdThatIsAddedToABindingIsAskedForAtTheRestart() {
    var world = World.withSavedAcme();
    world.restart(SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci")));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void anIdThatWasFoundIsNotAskedForAgain() {
    var bound = SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci"));
    var world = World.withSavedAcme();
    world.restart(bound);
    world.tokens.answers(issued(Jwt.of("{\"org_name\":\"acme\",\"org_id\":\"7\"}")));
    world.run("acme");
    assertThat(world.calls().puts()).isEqualTo(2);
    world.restart(bound);

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void anIdThatWasFoundIsKnownAlsoAfterTheSameContentWasFound() {
    var bound = SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci"));
    var world = World.withAcme(bound);
    world.tokens.answers(issued(Jwt.of("{\"org_name\":\"acme\",\"org_id\":\"7\"}")));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.touch("npm");
    assertThat(world.run("acme")).isInstanceOf(SyncOutcome.Confirmed.class);
    world.restart(bound);

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void aTokenThatNamesNoOrganizationIsRefusedAtTheRestartThatAsksForOne() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.trustsTheSpec()));
    world.tokens.answers(issued(Sensitive.of("opaque")));
    world.run("acme");
    world.restart(SettingsBuilder.settings());
    world.tokens.answers(issued(Sensitive.of("opaque")));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationUnnamed Reconciling");
    assertThat(world.calls().puts()).isEqualTo(1);
  }
}
