package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each run cancels the timer of the one before: what must happen later must happen all the same.
@OperatorTest
class TimerIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture =
        OperatorFixture.start(
            cluster, SettingsOverrides.with(t -> t.progressDeadline(Duration.ofSeconds(3))));
  }

  @Test
  void theDeadlineComesThroughEditsOfLabels() {
    var ns = fixture.newNamespace();
    ns.apply("one", NPM);
    ns.awaitReason("one", "SecretNotFound");

    for (int i = 0; i < 20; i++) {
      label(ns, i);
      ns.label("dodil", "edit-" + i);
    }

    var status = ns.await("one", s -> s.isTrue("Stalled"));
    assertThat(status.condition("Stalled").orElseThrow().reason())
        .isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void theDeadlineComesThroughARestart() throws IOException {
    var ns = fixture.newNamespace();
    ns.apply("one", NPM);
    var since = ns.awaitReason("one", "SecretNotFound").progressingSince();

    fixture.stopOperator();
    fixture.startOperator();

    var status = ns.await("one", s -> s.isTrue("Stalled"));
    assertThat(status.progressingSince()).as("not counted anew").isEqualTo(since);
  }

  @Test
  void theRetryComesThroughEditsOfLabels() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(2)
                .organization(ns.organization()));
    ns.apply("one", NPM);
    ns.awaitReason("one", "ApiUnavailable");

    for (int i = 0; i < 20; i++) {
      label(ns, i);
    }

    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(1);
  }

  private static void label(TestNamespace ns, int number) {
    ns.client()
        .resources(BuildSecrets.class)
        .inNamespace(ns.namespace())
        .withName("one")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"edit\":\"%d\"}}}".formatted(number));
  }
}
