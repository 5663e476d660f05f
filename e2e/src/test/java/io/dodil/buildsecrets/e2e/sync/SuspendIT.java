package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `spec.suspend`: no call at all, and a status that says so when it may be stale.
@OperatorTest
class SuspendIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private static final String SUSPEND = "{\"spec\":{\"suspend\":true}}";
  private static final String RESUME = "{\"spec\":{\"suspend\":null}}";

  private final OperatorFixture fixture;

  SuspendIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void makesNoCallBeforeTheFirstSave() {
    var ns = withNpm();

    ns.apply("one", "suspend: true\n" + NPM);

    ns.awaitReason("one", "Suspended");
    GoldenStatus.expect("Suspended", ns, "one");
    assertThat(calls(ns)).isZero();
  }

  @Test
  void saysThatItIsStaleWhenASecretChangesMeanwhile() {
    var ns = saved();
    ns.patch("one", SUSPEND);
    var kept = ns.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
    GoldenStatus.expect("Suspended-kept", ns, "one");

    ns.secret("npm", Map.of("token", "y"));

    assertThat(kept.isTrue("Ready")).isTrue();
    ns.awaitReason("one", "Suspended");
    GoldenStatus.expect("Suspended-saved", ns, "one");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void sendsWhatChangedMeanwhileWhenItIsResumed() {
    var ns = saved();
    ns.patch("one", SUSPEND);
    ns.secret("npm", Map.of("token", "y"));
    ns.awaitReason("one", "Suspended");

    ns.patch("one", RESUME);

    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(2);
    assertThat(ns.saves().getLast().sent().buildSecrets()).containsEntry("NPM_TOKEN", "y");
  }

  @Test
  void sendsNothingOfAnEditThatComesWithIt() {
    var ns = saved();

    ns.apply("one", "suspend: true\n" + NPM.replace("NPM_TOKEN", "OTHER"));

    ns.awaitReason("one", "Suspended");
    assertThat(ns.saves()).hasSize(1);
    ns.patch("one", RESUME);
    ns.awaitReady("one");
    assertThat(ns.saves().getLast().sent().buildSecrets()).containsOnlyKeys("OTHER");
  }

  @Test
  void sendsNothingWhenItIsResumedUnchanged() {
    var ns = saved();
    long calls = calls(ns);
    ns.patch("one", SUSPEND);
    ns.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));

    ns.patch("one", RESUME);

    var status = ns.await("one", s -> Long.valueOf(3).equals(s.observedGeneration()));
    assertThat(status.isTrue("Ready")).isTrue();
    assertThat(calls(ns)).isEqualTo(calls);
  }

  @Test
  void endsTheRetriesOfAFailure() {
    var ns = withNpm();
    fixture
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Respond(503)).organization(ns.organization()));
    ns.apply("one", NPM);
    ns.awaitReason("one", "ApiUnavailable");

    ns.patch("one", SUSPEND);

    ns.awaitReason("one", "Suspended");
    GoldenStatus.expect("Suspended-failing", ns, "one");
    long calls = calls(ns);
    ns.patch("one", RESUME);
    ns.awaitReason("one", "ApiUnavailable");
    assertThat(calls(ns)).isEqualTo(calls + 1);
  }

  /// Of the organization, to either endpoint.
  private long calls(TestNamespace ns) {
    var tokens = fixture.sandbox().tokenCalls().stream();
    var saves = fixture.sandbox().saveCalls().stream();
    return tokens.filter(c -> c.client().equals(ns.bot())).count()
        + saves.filter(c -> c.organization().equals(ns.organization())).count();
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
