package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What tenants write does not stay in memory when no resource refers to it any more.
class BoundedMemoryTest {

  private static final int TIMES = 10_000;

  @Test
  @Timeout(300)
  void tenThousandChangesLeaveNoMoreThanAFreshProcessHas() {
    var world = World.withSavedAcme();
    world.reconciler().forgetUnreferenced();
    var fresh = world.reconciler().sizes();
    for (int i = 0; i < TIMES; i++) {
      change(world, i);
      world.clock.advance(Duration.ofSeconds(2));
      if (i % 500 == 0) {
        world.reconciler().forgetUnreferenced();
      }
    }
    world.cluster.delete("other");
    world.clock.advance(Duration.ofMinutes(15));
    world.run("acme");

    world.reconciler().forgetUnreferenced();

    assertThat(most(world.reconciler().sizes())).isEqualTo(most(fresh));
  }

  /// Another organization, uid, Secret and version each time; one of three is refused, and one of
  /// three is in doubt.
  private static void change(World world, int i) {
    world.cluster.secret("auth-" + i, "client-id", "robot", "client-secret", "s" + i);
    world.tokens.answers(FakeTokenEndpoint.issued(Jwt.naming("org-" + i, i)));
    switch (i % 3) {
      case 0 -> world.api.refuses(new Failure.PermissionDenied());
      case 1 -> world.api.breaks(new Failure.OutcomeUnknown());
      default -> world.api.asksToWait(Duration.ofMinutes(9));
    }
    world.cluster.apply(
        resource(
            "other",
            c ->
                c.uid("uid-" + i)
                    .status(inDoubt(world, i))
                    .spec(s -> s.organization("org-" + i).clientCredentials("auth-" + i))));
    world.run("other");
    world.cluster.deleteSecret("auth-" + i);
  }

  /// As another process recorded it.
  private static BuildSecretsStatus inDoubt(World world, int i) {
    return BuildSecretsStatus.none()
        .withInDoubtUntil(
            new InDoubt(
                world.clock.instant().plusSeconds(1), "staging", "https://old.test", "org-" + i));
  }

  /// A held token may have expired meanwhile, and what is confirmed is known.
  private static Map<String, Integer> most(Map<String, Integer> sizes) {
    sizes.remove("tokens");
    sizes.remove("confirmations");
    return sizes;
  }
}
