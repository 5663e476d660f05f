package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.AuditLog;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Installation;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.Replica;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator with a Role in each of some namespaces and no ClusterRole does there what one for
/// all namespaces does.
@Tag("jar")
@OperatorTest
class NamespacedIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final int WATCHED = 9;

  private final Deque<TestNamespace> watched = new ArrayDeque<>();
  private Cluster cluster;
  private OperatorFixture fixture;
  private Installation installed;
  private long mark;

  @BeforeAll
  void set(Cluster shared) throws IOException {
    cluster = shared;
    fixture = OperatorFixture.withoutOperator(cluster);
    watched.addAll(Stream.generate(fixture::newNamespace).limit(WATCHED).toList());
    installed = Installation.of(cluster, "namespaced", "--set", watchNamespaces(watched));
    mark = cluster.audit().mark();
    start();
  }

  private void start() throws IOException {
    fixture.startOperator(SettingsOverrides.with(t -> t.installed(installed)), installed.config());
  }

  private static String watchNamespaces(Iterable<TestNamespace> teams) {
    var namespaces = new ArrayDeque<String>();
    teams.forEach(ns -> namespaces.add(ns.namespace()));
    return namespaces.stream().collect(Collectors.joining(",", "watchNamespaces={", "}"));
  }

  @Test
  void savesAndFollowsARotation() {
    var ns = saved();

    var rotated = ns.secret("npm", Map.of("token", "two"));

    ns.awaitSavedVersion("one", rotated);
    assertThat(ns.saves()).hasSize(2);
  }

  @Test
  void worksInSeveralNamespacesAtOnce() {
    var namespaces = List.of(saved(), saved());

    var rotations = namespaces.stream().map(t -> t.secret("npm", Map.of("token", "two"))).toList();

    namespaces.getFirst().awaitSavedVersion("one", rotations.getFirst());
    namespaces.getLast().awaitSavedVersion("one", rotations.getLast());
  }

  @Test
  void tellsEvents() {
    var ns = saved();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        ns.client()
                            .events()
                            .v1()
                            .events()
                            .inNamespace(ns.namespace())
                            .list()
                            .getItems())
                    .extracting(event -> Objects.requireNonNull(event.getReason()))
                    .contains("FirstSave"));
  }

  @Test
  void canBeSuspendedAndResumed() {
    var ns = saved();
    ns.patch("one", "{\"spec\":{\"suspend\":true}}");
    ns.secret("npm", Map.of("token", "two"));
    ns.awaitReason("one", "Suspended");

    ns.patch("one", "{\"spec\":{\"suspend\":null}}");

    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(2);
  }

  @Test
  void savesAgainForAResourceThatWasMadeAnew() {
    var ns = saved();
    delete(ns, "one");

    ns.apply("one", NPM);

    ns.awaitReady("one");
    ns.awaitSaves(2);
  }

  @Test
  void theNextOneFollowsWhenTheOwnerIsDeleted() {
    var ns = saved();
    ns.apply("two", NPM);
    ns.awaitReason("two", "TargetConflict");

    delete(ns, "one");

    ns.awaitReady("two");
    assertThat(ns.saves()).hasSize(2);
  }

  @Test
  void noticesWhatChangedWhileItWasAway() throws IOException {
    var ns = saved();
    fixture.stopOperator();
    var rotated = ns.secret("npm", Map.of("token", "two"));

    start();

    ns.awaitSavedVersion("one", rotated);
  }

  @Test
  void looksNowhereElse() {
    var outside = fixture.newNamespace();
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
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "one"));
    var pair = Installation.of(cluster, "pair", "--set", watchNamespaces(List.of(ns)));
    try (var first = Replica.start(fixture, directory, pair, "first").awaitHolding().awaitReady();
        var second = Replica.start(fixture, directory, pair, "second").awaitReady()) {
      ns.apply("one", NPM);
      ns.awaitReady("one");

      first.signal("TERM");
      second.awaitHolding();

      ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "two")));
      assertThat(first.operator().awaitExit()).isZero();
    }
  }

  private TestNamespace saved() {
    var ns = watched.remove();
    ns.secret("npm", Map.of("token", "one"));
    ns.apply("one", NPM);
    ns.awaitReady("one");
    return ns;
  }

  private static void delete(TestNamespace ns, String name) {
    ns.client().resources(BuildSecrets.class).inNamespace(ns.namespace()).withName(name).delete();
  }
}
