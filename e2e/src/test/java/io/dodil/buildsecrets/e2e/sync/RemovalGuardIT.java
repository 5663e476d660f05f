package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An optional Secret that is replaced is gone for a moment; the builds must not feel it.
@OperatorTest
class RemovalGuardIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture =
        OperatorFixture.start(
            cluster, SettingsOverrides.with(t -> t.removalGrace(Duration.ofMinutes(2))));
  }

  @Test
  void sendsNothingWhenASecretIsReplacedByForce() {
    var ns = savedWithPip();

    delete(ns, "pip");
    ns.awaitReason("one", "RemovalGrace");
    GoldenStatus.expect("RemovalGrace", ns, "one");
    var back = ns.secret("pip", Map.of("PIP", "p"));

    ns.awaitSavedVersion("one", back);
    assertThat(ns.status("one").isTrue("Ready")).isTrue();
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void sendsTheNewContentOfASecretThatIsReplacedByForce() {
    var ns = savedWithPip();

    delete(ns, "pip");
    ns.awaitReason("one", "RemovalGrace");
    var back = ns.secret("pip", Map.of("PIP", "new"));

    ns.awaitSavedVersion("one", back);
    assertThat(ns.saves()).hasSize(2);
    assertThat(ns.saves().getLast().sent().buildSecrets()).containsEntry("PIP", "new");
  }

  @Test
  void removesAtOnceWhatLeavesTheSpec() {
    var ns = savedWithPip();

    ns.apply("one", NPM);

    // the grace is longer than anybody waits here
    ns.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()) && s.isTrue("Ready"));
    assertThat(ns.saves().getLast().sent().buildSecrets()).containsOnlyKeys("NPM_TOKEN");
  }

  @Test
  void removesAtOnceWhatSomebodyAskedFor() {
    var ns = savedWithPip();
    delete(ns, "pip");
    ns.awaitReason("one", "RemovalGrace");

    ns.requestSync("one", "now");

    ns.awaitReady("one");
    assertThat(ns.saves().getLast().sent().buildSecrets()).containsOnlyKeys("NPM_TOKEN");
  }

  private TestNamespace savedWithPip() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.secret("pip", Map.of("PIP", "p"));
    ns.apply("one", NPM + "\nbuildSecretsFrom: [{secretRef: {name: pip, optional: true}}]\n");
    ns.awaitReady("one");
    return ns;
  }

  private static void delete(TestNamespace ns, String secret) {
    ns.client().secrets().inNamespace(ns.namespace()).withName(secret).delete();
  }
}
