package io.dodil.buildsecrets.e2e.faults;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OperatorExtension.class)
class TlsStatusIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void aServerThatNobodyTrusts(Cluster cluster) throws IOException {
    try (var fixture =
        OperatorFixture.start(cluster, SettingsOverrides.with(SettingsOverrides::withoutCa))) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      ns.secret("ready-made", Map.of("token", fixture.sandbox().issueToken(ns.bot())));

      ns.apply("one", NPM);

      ns.awaitReason("one", "TlsFailure");
      GoldenStatus.expect("TlsFailure-tokens", ns, "one");
      ns.applyWithToken("one", NPM);
      ns.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
      GoldenStatus.expect("TlsFailure", ns, "one");
    }
  }
}
