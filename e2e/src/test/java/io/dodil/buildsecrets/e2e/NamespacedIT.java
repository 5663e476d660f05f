package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An operator with a Role in each of some namespaces and no ClusterRole does there what one for
/// all namespaces does.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespacedIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final int WATCHED = 9;

  private final Deque<Team> watched = new ArrayDeque<>();
  private Cluster cluster;
  private Stage stage;
  private Installation installed;
  private long mark;

  @BeforeAll
  void set(Cluster shared) throws IOException {
    cluster = shared;
    stage = Stage.withoutOperator(cluster);
    watched.addAll(Stream.generate(stage::newTeam).limit(WATCHED).toList());
    installed = Installation.of(cluster, "namespaced", "--set", watchNamespaces(watched));
    mark = cluster.audit().mark();
    start();
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
  }

  private void start() throws IOException {
    stage.startOperator(Tuning.with(t -> t.installed(installed)), installed.config());
  }

  private static String watchNamespaces(Iterable<Team> teams) {
    var namespaces = new ArrayDeque<String>();
    teams.forEach(team -> namespaces.add(team.namespace()));
    return namespaces.stream().collect(Collectors.joining(",", "watchNamespaces={", "}"));
  }

  @Test
  void savesAndFollowsARotation() {
    var team = saved();

    var rotated = team.secret("npm", Map.of("token", "two"));

    team.awaitSavedVersion("one", rotated);
    assertThat(team.saves()).hasSize(2);
  }

  @Test
  void worksInSeveralNamespacesAtOnce() {
    var teams = List.of(saved(), saved());

    var rotations = teams.stream().map(t -> t.secret("npm", Map.of("token", "two"))).toList();

    teams.getFirst().awaitSavedVersion("one", rotations.getFirst());
    teams.getLast().awaitSavedVersion("one", rotations.getLast());
  }

  @Test
  void tellsEvents() {
    var team = saved();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        team.client()
                            .events()
                            .v1()
                            .events()
                            .inNamespace(team.namespace())
                            .list()
                            .getItems())
                    .extracting(event -> Objects.requireNonNull(event.getReason()))
                    .contains("Saved", "FirstSave"));
  }

  @Test
  void canBeSuspendedAndResumed() {
    var team = saved();
    team.patch("one", "{\"spec\":{\"suspend\":true}}");
    team.secret("npm", Map.of("token", "two"));
    team.awaitReason("one", "Suspended");

    team.patch("one", "{\"spec\":{\"suspend\":null}}");

    team.awaitReady("one");
    assertThat(team.saves()).hasSize(2);
  }

  @Test
  void savesAgainForAResourceThatWasMadeAnew() {
    var team = saved();
    delete(team, "one");

    team.apply("one", NPM);

    team.awaitReady("one");
    team.awaitSaves(2);
  }

  @Test
  void theNextOneFollowsWhenTheOwnerIsDeleted() {
    var team = saved();
    team.apply("two", NPM);
    team.awaitReason("two", "TargetConflict");

    delete(team, "one");

    team.awaitReady("two");
    assertThat(team.saves()).hasSize(2);
  }

  @Test
  void noticesWhatChangedWhileItWasAway() throws IOException {
    var team = saved();
    stage.stopOperator();
    var rotated = team.secret("npm", Map.of("token", "two"));

    start();

    team.awaitSavedVersion("one", rotated);
  }

  @Test
  void looksNowhereElse() {
    var outside = stage.newTeam();
    outside.secret("npm", Map.of("token", "x"));
    outside.apply("one", NPM);

    saved();

    assertThat(outside.status("one").conditions()).isNullOrEmpty();
    assertThat(outside.saves()).isEmpty();
    assertThat(cluster.audit().callsSince(mark, installed.user()))
        .filteredOn(NamespacedIT::isOfResources)
        .isNotEmpty()
        .allMatch(call -> installed.watched().contains(call.namespace()));
  }

  /// Not of its Lease, nor of its own rights, which the framework asks for.
  private static boolean isOfResources(AuditLog.Call call) {
    return !call.resource().isEmpty()
        && !call.resource().equals("leases")
        && !call.group().equals("authorization.k8s.io");
  }

  @Test
  void aStandbyTakesOver(@TempDir Path directory) throws Exception {
    var team = stage.newTeam();
    team.secret("npm", Map.of("token", "one"));
    var pair = Installation.of(cluster, "pair", "--set", watchNamespaces(List.of(team)));
    try (var first = Replica.start(stage, directory, pair, "first").awaitHolding().awaitReady();
        var second = Replica.start(stage, directory, pair, "second").awaitReady()) {
      team.apply("one", NPM);
      team.awaitReady("one");

      first.signal("TERM");
      second.awaitHolding();

      team.awaitSavedVersion("one", team.secret("npm", Map.of("token", "two")));
      assertThat(first.operator().awaitExit()).isZero();
    }
  }

  private Team saved() {
    var team = watched.remove();
    team.secret("npm", Map.of("token", "one"));
    team.apply("one", NPM);
    team.awaitReady("one");
    return team;
  }

  private static void delete(Team team, String name) {
    team.client()
        .resources(BuildSecrets.class)
        .inNamespace(team.namespace())
        .withName(name)
        .delete();
  }
}
