package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// `kubectl replace --force` while a save is under way: what becomes of that save is never said of
/// the new resource.
@OperatorTest
class RecreateIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";
  private static final String OTHER = NPM.replace("name: npm,", "name: other,");
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration SLOW = Duration.ofSeconds(3);

  static final List<Fault> SLOW_CALLS =
      List.of(new Fault.Delay(SLOW), new Fault.NeverAnswer(false));

  private OperatorFixture fixture;
  private Kubectl kubectl;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.callTimeout(TIMEOUT)));
    kubectl = Kubectl.of(cluster);
  }

  /// Returns while its first save is under way.
  private TestNamespace saving(Fault fault) {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "old"));
    fixture.sandbox().faults().save(PlannedFault.once(fault).organization(ns.organization()));
    ns.apply("one", NPM);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                fixture.sandbox().faults().planned().save().stream()
                    .noneMatch(f -> ns.organization().equals(f.organization())));
    return ns;
  }

  private void replace(String yaml) {
    kubectl.call(yaml, "replace", "--force", "-f", "-").orThrow();
  }

  /// What a status says was saved, the resource of this uid saved itself, and it sent nothing that
  /// was not answered.
  private void assertNeverSpokeOfAnother(TestNamespace ns) {
    var uid = ns.resource("one").getMetadata().getUid();
    assertThat(fixture.cluster().statuses().statuses(ns, "one"))
        .filteredOn(status -> status.lastSave() != null)
        .isNotEmpty()
        .allSatisfy(
            status -> {
              var save = Objects.requireNonNull(status.lastSave());
              assertThat(save.uid()).isEqualTo(uid);
              assertThat(save.organization()).isEqualTo(ns.organization());
            });
    assertThat(fixture.cluster().statuses().statuses(ns, "one"))
        .flatExtracting(status -> status.conditions())
        .extracting(condition -> condition.reason())
        .doesNotContain("OutcomeUnknown");
  }

  @Test
  void theNewOneIsReadyWhenItsOwnSetIsSaved() {
    var ns = saving(new Fault.Delay(SLOW));
    var over = Instant.now().plus(TIMEOUT);

    replace(ns.yaml("one", OTHER));

    await().until(() -> Instant.now().isAfter(over));
    ns.awaitReason("one", "SecretNotFound");
    assertThat(fixture.cluster().statuses().statuses(ns, "one"))
        .noneMatch(status -> status.isTrue("Ready"));
    ns.secret("other", Map.of("token", "new"));
    ns.awaitReady("one");
    assertNeverSpokeOfAnother(ns);
    assertThat(ns.saves())
        .extracting(save -> save.sent().buildSecrets().get("NPM_TOKEN"))
        .containsExactly("old", "new");
  }

  @ParameterizedTest
  @FieldSource("SLOW_CALLS")
  void theNewOneSavesToAnotherOrganizationWhateverBecomesOfTheOldOnesCall(Fault fault) {
    var next = fixture.newNamespace();
    fixture
        .sandbox()
        .faults()
        .save(PlannedFault.<Fault>always(new Fault.Respond(501)).organization(next.organization()));
    var old = saving(fault);
    var over = Instant.now().plus(TIMEOUT).plusSeconds(1);
    var ns = next.at(old.namespace()).withCredential(next.botSecret());
    ns.secret("other", Map.of("token", "new"));

    replace(ns.yaml("one", OTHER));

    await().until(() -> Instant.now().isAfter(over));
    fixture.sandbox().faults().clear(ns.organization());
    ns.awaitReady("one");
    assertNeverSpokeOfAnother(ns);
    assertThat(ns.saves())
        .extracting(save -> save.sent().buildSecrets())
        .containsExactly(Map.of("NPM_TOKEN", "new"));
  }
}
