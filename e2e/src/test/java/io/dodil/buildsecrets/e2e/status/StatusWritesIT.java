package io.dodil.buildsecrets.e2e.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A status is written once for what happened, and never for nothing.
@OperatorTest
class StatusWritesIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  StatusWritesIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void aRotationNeverFlapsReady() {
    var ns = saved();

    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "y")));
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "z")));

    assertThat(fixture.cluster().statuses().statuses(ns, "one"))
        .hasSize(3)
        .allMatch(s -> s.isTrue("Ready"));
  }

  @Test
  void labelsOfTheResourceAreNobodysBusiness() {
    var ns = saved();
    var mark = fixture.cluster().audit().mark();

    ns.patch("one", "{\"metadata\":{\"labels\":{\"team\":\"a\"},\"annotations\":{\"b\":\"c\"}}}");
    ns.awaitSavedVersion("one", ns.secret("npm", Map.of("token", "fence")));

    assertThat(operatorCalls(mark, ns).stream().filter(Call::isStatusWrite)).hasSize(1);
    assertThat(operatorCalls(mark, ns).stream().filter(Call::isSecretRead)).hasSize(1);
  }

  @Test
  void retriesOfAnOutageWriteOneStatus() {
    var ns = withNpm();
    var mark = fixture.cluster().audit().mark();
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Respond(503))
                .times(4)
                .organization(ns.organization()));

    ns.apply("one", NPM);

    ns.awaitReady("one");
    assertThat(operatorCalls(mark, ns).stream().filter(Call::isStatusWrite)).hasSize(2);
  }

  @Test
  void aNamesakeIsSavedAnew() {
    var ns = saved();
    var old = ns.resource("one");
    ns.client().resource(old).delete();

    ns.apply("one", NPM);

    var status = ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(2);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(Objects.requireNonNull(status.lastSave()).uid())
        .isEqualTo(ns.resource("one").getMetadata().getUid())
        .isNotEqualTo(old.getMetadata().getUid());
  }

  private List<Call> operatorCalls(long mark, TestNamespace ns) {
    return fixture.cluster().audit().operatorCallsSince(mark).stream()
        .filter(c -> c.namespace().equals(ns.namespace()))
        .toList();
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
