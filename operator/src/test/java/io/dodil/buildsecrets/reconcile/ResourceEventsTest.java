package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.like;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What follows from what the watch of resources shows. Resource acme owns the target, and rival
/// names it, too.
class ResourceEventsTest {

  private final World world = World.withSavedAcme();
  private final Resource acme = world.resource("acme");
  private final ResourceId rival = resource("rival").id();

  ResourceEventsTest() {
    world.cluster.apply(resource("rival"));
  }

  /// What is worth a reconciliation.
  static Stream<Consumer<ResourceBuilder>> news() {
    return Stream.of(
        c -> c.nextGeneration(), c -> c.request("now"), c -> c.deleting(), c -> c.uid("another"));
  }

  @ParameterizedTest
  @MethodSource("news")
  void newsIsReconciled(Consumer<ResourceBuilder> change) {
    assertThat(changed(change)).isTrue();
  }

  @Test
  void whatIsShownAgainIsNoNews() {
    assertThat(changed(_ -> {})).isFalse();

    assertThat(world.woken()).isEmpty();
  }

  @Test
  void aNewResourceIsReconciled() {
    assertThat(world.show(Optional.empty(), Optional.of(resource("new")))).isTrue();
  }

  @Test
  void aResourceThatWasRecreatedUnseenIsAnotherOne() {
    assertThat(world.reconciler().sizes()).containsEntry("statuses", 1);

    changed(c -> c.uid("another"));

    assertThat(world.reconciler().sizes()).containsEntry("statuses", 0);
    assertThat(world.due()).as("the timer of the name is that of its successor").isPresent();
  }

  /// What lets another resource own what acme named.
  static Stream<Consumer<ResourceBuilder>> moves() {
    return Stream.of(
        c -> c.spec(s -> s.organization("beta")),
        c -> c.deleting(),
        c -> c.uid("another").created(ManualTimeSource.START));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void aResourceThatMovesWakesTheNextOwner(Consumer<ResourceBuilder> change) {
    changed(change);

    assertThat(world.woken()).contains(rival);
  }

  @Test
  void aResourceThatIsGoneWakesTheNextOwnerAndIsForgotten() {
    world.cluster.delete("acme");

    assertThat(world.show(Optional.of(acme), Optional.empty())).isFalse();

    assertThat(world.woken()).containsExactly(rival);
    assertThat(world.due()).as("its timer").isEmpty();
    assertThat(world.reconciler().sizes()).containsEntry("statuses", 0).containsEntry("timers", 0);
  }

  @Test
  void onlyTheNextOwnerIsWoken() {
    world.cluster.apply(resource("third", c -> c.created(acme.created().plusSeconds(1))));
    world.cluster.delete("acme");

    world.show(Optional.of(acme), Optional.empty());

    assertThat(world.woken()).containsExactly(rival);
  }

  @Test
  void whoeverIsBackingOffDoesNotWaitForAnOwnerThatIsGone() {
    var alone = World.withAcme();
    alone.api.refuses(new Failure.PayloadRejected(422));
    alone.run("acme");
    alone.cluster.apply(resource("owner"));
    alone.run("owner");
    alone.run("acme");
    assertThat(alone.picture("acme")).startsWith("Ready=False TargetConflict");
    var owner = alone.resource("owner");
    alone.cluster.delete("owner");

    alone.show(Optional.of(owner), Optional.empty());
    assertThat(alone.woken()).contains(acme.id());
    alone.run("acme");

    assertThat(alone.picture("acme")).startsWith("Ready=False PayloadRejected");
  }

  @Test
  void whoNamesSomethingElseNowIsNotLookedForThere() {
    world.cluster.apply(resource("beta", c -> c.spec(s -> s.organization("beta"))));

    changed(c -> c.spec(s -> s.organization("beta")));

    assertThat(world.woken()).containsExactly(rival);
  }

  @Test
  void aSaveOfAnotherProcessWakesTheFormerOwner() {
    var later = world.clock.instant();
    world.cluster.edit("rival", c -> c.saved(later));
    world.cluster.status(rival, like(resource("rival"), c -> c.saved(later)).status());

    assertThat(
            world.show(Optional.of(resource("rival")), Optional.of(world.cluster.cached("rival"))))
        .isTrue();

    assertThat(world.woken()).containsExactly(acme.id());
  }

  @Test
  void aSecretOrATimerWakesItsResource() {
    world.reconciler().events().secretChanged(rival);
    world.reconciler().events().timerExpired(acme.id());

    assertThat(world.woken()).containsExactly(rival, acme.id());
  }

  @Test
  void anOwnerWhoseStatusSomebodyRemovedWakesTheNextOwner() {
    world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended()));
    world.restart();
    var suspended = world.cluster.cached("acme").with(acme.status());
    assertThat(suspended.lastSave()).isPresent();
    world.cluster.status(suspended.id(), BuildSecretsStatus.none());

    assertThat(world.show(Optional.of(suspended), Optional.of(world.cluster.cached("acme"))))
        .isTrue();

    assertThat(world.woken()).containsExactly(rival);
  }

  private boolean changed(Consumer<ResourceBuilder> change) {
    world.cluster.edit("acme", change);
    var now = world.cluster.cached("acme").with(acme.status());
    return world.show(Optional.of(acme), Optional.of(now));
  }
}
