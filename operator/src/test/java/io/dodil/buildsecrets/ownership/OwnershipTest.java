package io.dodil.buildsecrets.ownership;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private static final Target ACME = SettingsBuilder.STAGING.target("acme");
  private static final Instant MONDAY = Instant.parse("2026-11-16T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-17T08:00:00Z");
  private static final Instant FRIDAY = Instant.parse("2026-11-20T08:00:00Z");

  private static final Timestamp NOW = new Timestamp(FRIDAY, FRIDAY);

  private final TargetState targets =
      TargetState.empty(new InDoubtRequests(Duration.ofSeconds(30), Duration.ofSeconds(15)));
  private final Set<String> waiting = new HashSet<>();
  private final Ownership ownership =
      new Ownership(
          SettingsBuilder.settings(),
          targets,
          (c, _) -> !c.spec().isSuspended() && !waiting.contains(c.id().name()));

  @Test
  void isTheOldestsWhenNobodyTried() {
    var owner = owner(created("young", TUESDAY), created("old", MONDAY));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void isTheFirstByNameOfTwoOfOneAge() {
    var owner = owner(created("b", MONDAY), created("a", MONDAY));

    assertThat(owner).isEqualTo("a");
  }

  @Test
  void isThatOfTheAttemptUnderWayWhateverOthersSaved() {
    var _ = targets.locks().tryLock(ACME, "uid-young").orElseThrow();

    var owner = owner(created("young", TUESDAY), resource("worker", c -> c.saved(MONDAY)));

    assertThat(owner).isEqualTo("young");
  }

  @Test
  void isNotThatOfAnAttemptOfOneThatHasLeft() {
    var _ = targets.locks().tryLock(ACME, "uid-gone").orElseThrow();

    assertThat(owner(created("old", MONDAY))).isEqualTo("old");
  }

  @Test
  void goesToTheNamespaceWhoseAttemptIsLongestAgo() {
    var here = created("old", MONDAY);
    var there = resource("young", c -> c.namespace("other").created(TUESDAY));
    tried(here);

    assertThat(owner(here, there)).isEqualTo("young");
    tried(there);
    assertThat(owner(here, there)).isEqualTo("old");
    tried(here);
    assertThat(owner(here, there)).isEqualTo("young");
  }

  @Test
  void manyResourcesOfOneNamespaceHaveOneTurn() {
    var there = resource("young", c -> c.namespace("other").created(TUESDAY));
    tried(created("first", MONDAY));

    assertThat(owner(created("first", MONDAY), created("second", MONDAY), there))
        .isEqualTo("young");
  }

  @Test
  void goesToTheResourceOfTheNamespaceWhoseAttemptIsLongestAgo() {
    tried(created("old", MONDAY));

    assertThat(owner(created("old", MONDAY), created("young", TUESDAY))).isEqualTo("young");
  }

  @Test
  void aRecreatedResourceDoesNotMoveForward() {
    tried(created("a", MONDAY));
    tried(created("b", MONDAY));

    var owner = owner(created("a", MONDAY), resource("b", c -> c.uid("new").created(MONDAY)));

    assertThat(owner).isEqualTo("a");
  }

  @Test
  void isNobodysWhoCouldNotStartNow() {
    waiting.add("old");

    assertThat(owner(created("old", MONDAY), created("young", TUESDAY))).isEqualTo("young");
    waiting.add("young");
    assertThat(owned(created("old", MONDAY), created("young", TUESDAY))).isEmpty();
  }

  @Test
  void aSaveInTheFutureIsNotNewerThanOneThatThisProcessMadeNow() {
    var _ = targets.accepted().started(ACME, "uid-now");

    var owner =
        owner(
            resource("ahead", c -> c.created(MONDAY).saved(FRIDAY.plusSeconds(200))),
            resource("now", c -> c.created(TUESDAY).saved(FRIDAY)));

    assertThat(owner).isEqualTo("now");
  }

  @Test
  void isTheNewestSaversAlsoAfterTheClockWasSetBack() {
    var owner =
        owner(
            resource("first", c -> c.created(MONDAY).saved(FRIDAY.plusSeconds(100))),
            resource("second", c -> c.created(TUESDAY).saved(FRIDAY.plusSeconds(200))));

    assertThat(owner).isEqualTo("second");
  }

  @Test
  void isKeptByAnyoneWhenNobodyCouldStart() {
    waiting.add("old");

    var keeper = ownership.keeper(ACME, List.of(created("old", MONDAY)), NOW).orElseThrow();

    assertThat(keeper.id().name()).isEqualTo("old");
  }

  @Test
  void staysWithWhoSavedWhenAnOlderOneComes() {
    var owner =
        owner(created("old", MONDAY), resource("worker", c -> c.created(TUESDAY).saved(TUESDAY)));

    assertThat(owner).isEqualTo("worker");
  }

  @Test
  void isTheNewestSavers() {
    var owner =
        owner(
            resource("first", c -> c.created(MONDAY).saved(MONDAY)),
            resource("second", c -> c.created(TUESDAY).saved(TUESDAY)));

    assertThat(owner).isEqualTo("second");
  }

  @Test
  void isTheOldersWhenBothSavedAtOnce() {
    var owner =
        owner(
            resource("young", c -> c.created(TUESDAY).saved(TUESDAY)),
            resource("old", c -> c.created(MONDAY).saved(TUESDAY)));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void passesOverTheSuspendedWhenNobodySaved() {
    var owner =
        owner(
            resource("paused", c -> c.created(MONDAY).spec(s -> s.suspended())),
            created("active", TUESDAY));

    assertThat(owner).isEqualTo("active");
  }

  @Test
  void staysWithASuspendedOneThatSaved() {
    var owner =
        owner(
            resource("paused", c -> c.saved(MONDAY).spec(s -> s.suspended())),
            created("active", MONDAY));

    assertThat(owner).isEqualTo("paused");
  }

  @Test
  void leavesWhoIsBeingDeleted() {
    var owner = owner(resource("going", c -> c.saved(TUESDAY).deleting()), created("next", MONDAY));

    assertThat(owner).isEqualTo("next");
  }

  @Test
  void countsNoSaveOfANamesake() {
    var owner =
        owner(
            resource("new", c -> c.created(TUESDAY).savedBy("the-one-before", TUESDAY)),
            created("old", MONDAY));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void countsNoSaveToAnotherOrganization() {
    var moved =
        resource(
            "moved", c -> c.created(TUESDAY).saved(TUESDAY).spec(s -> s.organization("other")));
    var other = SettingsBuilder.STAGING.target("other");
    var old = resource("old", c -> c.created(MONDAY).spec(s -> s.organization("other")));

    var owner = ownership.owner(other, List.of(moved, old), NOW).orElseThrow();

    assertThat(owner.id().name()).isEqualTo("old");
  }

  @Test
  void countsNoSaveWithATokenThatWouldBeRefusedNow() {
    var saved = resource("saved", c -> c.created(TUESDAY).saved(TUESDAY));
    var old = created("old", MONDAY);
    var narrowed =
        new Ownership(
            SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci")), targets, (_, _) -> true);

    assertThat(ownership.owner(ACME, List.of(saved, old), NOW)).contains(saved);
    assertThat(narrowed.owner(ACME, List.of(saved, old), NOW)).contains(old);
  }

  @Test
  void isNobodysWhoMayNotOrDoesNotNameIt() {
    var bound =
        new Ownership(
            SettingsBuilder.settings(s -> s.allow("acme", "prod")), targets, (_, _) -> true);
    var elsewhere = resource("elsewhere", c -> c.namespace("prod").spec(s -> s.endpoint("gone")));

    var owner = bound.owner(ACME, List.of(resource("here"), elsewhere), NOW);

    assertThat(owner).isEmpty();
  }

  @Test
  void doesNotDependOnTheOrderInWhichResourcesAreListed() {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      var all = new ArrayList<Resource>();
      for (int i = 0; i < 5; i++) {
        all.add(resource("c" + i, anything(random)));
      }
      var first = ownership.owner(ACME, all, NOW);
      Collections.shuffle(all, random);

      assertThat(ownership.owner(ACME, all, NOW)).isEqualTo(first);
    }
  }

  private static Consumer<ResourceBuilder> anything(Random random) {
    var created = MONDAY.plusSeconds(random.nextInt(3));
    var saved = MONDAY.plusSeconds(random.nextInt(3));
    int kind = random.nextInt(4);
    return c -> {
      c.created(created);
      switch (kind) {
        case 0 -> c.saved(saved);
        case 1 -> c.spec(s -> s.suspended());
        case 2 -> c.deleting();
        default -> {}
      }
    };
  }

  private static Resource created(String name, Instant at) {
    return resource(name, c -> c.created(at));
  }

  private void tried(Resource resource) {
    targets.attempts().unaccepted(ACME, resource.id());
  }

  private Optional<Resource> owned(Resource... candidates) {
    return ownership.owner(ACME, List.of(candidates), NOW);
  }

  private String owner(Resource... candidates) {
    return owned(candidates).orElseThrow().id().name();
  }
}
