package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The annotation `ignite.dodil.io/sync-requested-at`.
@OperatorTest
class SyncRequestIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  SyncRequestIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void isAnsweredByASave() {
    var ns = saved();

    ns.requestSync("one", "2026-11-22T10:00:00Z");

    awaitAnswer(ns, "one", "2026-11-22T10:00:00Z");
    assertThat(ns.saves()).hasSize(2);
    assertThat(ns.status("one").isTrue("Ready")).isTrue();
  }

  @Test
  void isAnsweredByAFailure() {
    var ns = saved();
    fault(ns, new Fault.Respond(503), 1);

    ns.requestSync("one", "now");

    awaitAnswer(ns, "one", "now");
    ns.awaitReady("one");
    assertThat(fixture.cluster().statuses().statuses(ns, "one"))
        .extracting(s -> s.condition("Ready").orElseThrow().reason() + s.lastHandledSyncRequest())
        .containsExactly("Succeedednull", "ApiUnavailablenow", "Succeedednow");
  }

  @Test
  void isAnsweredAtOnceBySomebodyWhoIsSuspended() {
    var ns = saved();
    ns.patch("one", "{\"spec\":{\"suspend\":true}}");

    ns.requestSync("one", "now");

    awaitAnswer(ns, "one", "now");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void isAnsweredAtOnceBySomebodyWhoIsNotTheOwner() {
    var ns = saved();
    ns.apply("two", NPM);
    ns.awaitReason("two", "TargetConflict");

    ns.requestSync("two", "now");

    awaitAnswer(ns, "two", "now");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void isNoneWhenItIsMalformed() {
    var ns = saved();

    ns.requestSync("one", "right now!");
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "fence")));

    assertThat(ns.status("one").lastHandledSyncRequest()).isNull();
    assertThat(ns.saves()).hasSize(2);
  }

  @Test
  void passesTheSlowRetryOfWhatWasRefused() {
    var ns = withNpm();
    fault(ns, new Fault.Respond(422), 1);
    ns.apply("one", NPM);
    ns.awaitReason("one", "PayloadRejected");

    ns.requestSync("one", "now");

    // by itself it would try again in a minute
    ns.awaitReady("one");
    assertThat(ns.status("one").lastHandledSyncRequest()).isEqualTo("now");
  }

  @Test
  void neverPassesARetryAfter() {
    var ns = withNpm();
    fault(ns, new Fault.Respond(429).withHeader("Retry-After", "4"), 1);
    ns.apply("one", NPM);
    ns.awaitReason("one", "RateLimited");

    ns.requestSync("one", "now");

    awaitAnswer(ns, "one", "now");
    var calls =
        fixture.sandbox().saveCalls().stream()
            .filter(c -> c.organization().equals(ns.organization()))
            .map(c -> c.arrival().nanos())
            .toList();
    assertThat(calls).hasSize(2);
    assertThat(Duration.ofNanos(calls.getLast() - calls.getFirst()))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
  }

  private static void awaitAnswer(TestNamespace ns, String name, String text) {
    ns.await(name, s -> text.equals(s.lastHandledSyncRequest()));
  }

  private void fault(TestNamespace ns, Fault fault, int times) {
    fixture
        .sandbox()
        .faults()
        .save(PlannedFault.always(fault).times(times).organization(ns.organization()));
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
