package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What was saved is saved again from time to time, since nobody can read it.
@OperatorTest
class ResyncIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture =
        OperatorFixture.start(
            cluster, SettingsOverrides.with(t -> t.resyncInterval(Duration.ofSeconds(2))));
  }

  @Test
  void savesTheSameAgainAndAgain() {
    var ns = saved();
    var first = Objects.requireNonNull(ns.status("one").lastSave());

    ns.awaitSaves(3);

    var later = ns.await("one", s -> s.lastSave() != null && !first.equals(s.lastSave()));
    assertThat(Objects.requireNonNull(later.lastSave()).time()).isAfter(first.time());
    assertThat(fixture.cluster().statuses().statuses(ns, "one")).allMatch(s -> s.isTrue("Ready"));
  }

  @Test
  void saysNothingOfAnOutageThatOnlyAResyncMet() {
    var ns = saved();
    fault(ns, new Fault.Respond(503));

    await().atMost(Duration.ofSeconds(30)).until(() -> refused(ns, 503) >= 3);

    assertThat(fixture.cluster().statuses().statuses(ns, "one"))
        .allMatch(s -> s.isTrue("Ready"))
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void saysThatAResyncIsRefused() {
    var ns = saved();

    fault(ns, new Fault.Respond(403));

    ns.awaitReason("one", "PermissionDenied");
    assertThat(ns.condition("one", "Ready").message())
        .endsWith("; the set saved last stays in force");
  }

  @Test
  void savesNothingWhileItIsSuspended() {
    var ns = saved();
    var other = saved();
    ns.patch("one", "{\"spec\":{\"suspend\":true}}");
    ns.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
    int saves = ns.saves().size();
    int others = other.saves().size();

    other.awaitSaves(others + 2);

    assertThat(ns.saves()).hasSize(saves);
  }

  private long refused(TestNamespace ns, int status) {
    return fixture.sandbox().saveCalls().stream()
        .filter(c -> c.organization().equals(ns.organization()) && c.status() == status)
        .count();
  }

  private void fault(TestNamespace ns, Fault fault) {
    fixture.sandbox().faults().save(PlannedFault.always(fault).organization(ns.organization()));
  }

  private TestNamespace withNpm() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }

  private TestNamespace saved() {
    var ns = withNpm();
    ns.apply("one", NPM);
    ns.awaitReady("one");
    return ns;
  }
}
