package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `secretSelector`: only Secrets with such labels may be referenced, as they are at that moment.
@OperatorTest
class SecretSelectorIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture =
        OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.secretSelector("edited=yes")));
  }

  @Test
  void savesWhenTheLabelIsThere() {
    var ns = withNpm();
    ns.label("dodil", "yes");
    ns.apply("one", NPM);
    ns.awaitReason("one", "SecretForbidden");
    GoldenStatus.expect("SecretForbidden-selector", ns, "one");
    assertThat(ns.saves()).isEmpty();

    ns.label("npm", "yes");

    ns.awaitReady("one");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void sendsNothingMoreWhenTheLabelIsGone() {
    var ns = withNpm();
    ns.label("dodil", "yes");
    ns.label("npm", "yes");
    ns.apply("one", NPM);
    ns.awaitReady("one");

    unlabel(ns, "npm");
    ns.awaitReason("one", "SecretForbidden");
    ns.secret("npm", Map.of("token", "y"));
    ns.requestSync("one", "now");

    ns.await("one", s -> "now".equals(s.lastHandledSyncRequest()));
    assertThat(ns.condition("one", "Ready").reason()).isEqualTo("SecretForbidden");
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void alsoForTheCredentialsSecret() {
    var ns = withNpm();
    ns.label("npm", "yes");

    ns.apply("one", NPM);

    ns.awaitReason("one", "SecretForbidden");
    assertThat(ns.condition("one", "Ready").message()).contains("Secret \"dodil\"");
    assertThat(fixture.sandbox().tokenCalls()).noneMatch(c -> c.client().equals(ns.bot()));
  }

  private TestNamespace withNpm() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }

  private static void unlabel(TestNamespace ns, String secret) {
    ns.client()
        .secrets()
        .inNamespace(ns.namespace())
        .withName(secret)
        .edit(
            s ->
                new SecretBuilder(s)
                    .editMetadata()
                    .removeFromLabels("edited")
                    .endMetadata()
                    .build());
  }
}
