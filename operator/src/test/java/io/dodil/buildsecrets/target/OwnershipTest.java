package io.dodil.buildsecrets.target;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.testkit.CandidateBuilder;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private static final Target ACME = SettingsBuilder.STAGING.target("acme");
  private static final Instant MONDAY = Instant.parse("2026-11-16T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-17T08:00:00Z");

  private final Ownership ownership =
      new Ownership(SettingsBuilder.settings(), new Claims(), _ -> SecretVersions.none());

  @Test
  void isTheOldestsWhenNobodySaved() {
    var owner = owner(created("young", TUESDAY), created("old", MONDAY));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void isTheFirstByNameOfTwoOfOneAge() {
    var owner = owner(created("b", MONDAY), created("a", MONDAY));

    assertThat(owner).isEqualTo("a");
  }

  @Test
  void staysWithWhoSavedWhenAnOlderOneComes() {
    var owner =
        owner(created("old", MONDAY), candidate("worker", c -> c.created(TUESDAY).saved(TUESDAY)));

    assertThat(owner).isEqualTo("worker");
  }

  @Test
  void isTheNewestSavers() {
    var owner =
        owner(
            candidate("first", c -> c.created(MONDAY).saved(MONDAY)),
            candidate("second", c -> c.created(TUESDAY).saved(TUESDAY)));

    assertThat(owner).isEqualTo("second");
  }

  @Test
  void isTheOldersWhenBothSavedAtOnce() {
    var owner =
        owner(
            candidate("young", c -> c.created(TUESDAY).saved(TUESDAY)),
            candidate("old", c -> c.created(MONDAY).saved(TUESDAY)));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void passesOverTheSuspendedWhenNobodySaved() {
    var owner =
        owner(
            candidate("paused", c -> c.created(MONDAY).spec(s -> s.suspended())),
            created("active", TUESDAY));

    assertThat(owner).isEqualTo("active");
  }

  @Test
  void isASuspendedOnesWhenThereIsNoOther() {
    var owner =
        owner(
            candidate("young", c -> c.created(TUESDAY).spec(s -> s.suspended())),
            candidate("old", c -> c.created(MONDAY).spec(s -> s.suspended())));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void staysWithASuspendedOneThatSaved() {
    var owner =
        owner(
            candidate("paused", c -> c.saved(MONDAY).spec(s -> s.suspended())),
            created("active", MONDAY));

    assertThat(owner).isEqualTo("paused");
  }

  @Test
  void leavesWhoIsBeingDeleted() {
    var owner =
        owner(candidate("going", c -> c.saved(TUESDAY).deleting()), created("next", MONDAY));

    assertThat(owner).isEqualTo("next");
  }

  @Test
  void countsNoSaveOfANamesake() {
    var owner =
        owner(
            candidate("new", c -> c.created(TUESDAY).savedBy("the-one-before", TUESDAY)),
            created("old", MONDAY));

    assertThat(owner).isEqualTo("old");
  }

  @Test
  void countsNoSaveToAnotherOrganization() {
    var moved =
        candidate(
            "moved", c -> c.created(TUESDAY).saved(TUESDAY).spec(s -> s.organization("other")));
    var other = SettingsBuilder.STAGING.target("other");
    var old = candidate("old", c -> c.created(MONDAY).spec(s -> s.organization("other")));

    var owner = ownership.owner(other, List.of(moved, old)).orElseThrow();

    assertThat(owner.id().name()).isEqualTo("old");
  }

  @Test
  void isNobodysWhoMayNotOrDoesNotNameIt() {
    var bound =
        new Ownership(
            SettingsBuilder.settings(s -> s.allow("acme", "prod")),
            new Claims(),
            _ -> SecretVersions.none());
    var elsewhere = candidate("elsewhere", c -> c.namespace("prod").spec(s -> s.endpoint("gone")));

    var owner = bound.owner(ACME, List.of(candidate("here"), elsewhere));

    assertThat(owner).isEmpty();
  }

  @Test
  void doesNotDependOnTheOrderInWhichResourcesAreListed() {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      var all = new ArrayList<Candidate>();
      for (int i = 0; i < 5; i++) {
        all.add(candidate("c" + i, anything(random)));
      }
      var first = ownership.owner(ACME, all);
      Collections.shuffle(all, random);

      assertThat(ownership.owner(ACME, all)).isEqualTo(first);
    }
  }

  private static Consumer<CandidateBuilder> anything(Random random) {
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

  private static Candidate created(String name, Instant at) {
    return candidate(name, c -> c.created(at));
  }

  private String owner(Candidate... candidates) {
    return ownership.owner(ACME, Arrays.asList(candidates)).orElseThrow().id().name();
  }
}
