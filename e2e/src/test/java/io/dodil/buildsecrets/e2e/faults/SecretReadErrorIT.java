package io.dodil.buildsecrets.e2e.faults;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Rights;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An operator whose rights were cut: it may watch Secrets, and not read one.
@ExtendWith(OperatorExtension.class)
class SecretReadErrorIT {

  private static final String USER = "operator-with-few-rights";
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void saysThatItMayNotReadAndSavesWhenItMay(Cluster cluster) throws IOException {
    var rights = new Rights(cluster, USER);
    rights.grantOfSecrets("list", "watch");
    try (var fixture = OperatorFixture.start(cluster, rights.config())) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));

      ns.apply("one", NPM);

      ns.awaitReason("one", "SecretReadError");
      GoldenStatus.expect("SecretReadError", ns, "one");

      rights.grantOfSecrets("list", "watch", "get");
      ns.awaitReady("one");
      rights.grantOfSecrets("list", "watch");
      ns.secret("npm", Map.of("token", "y"));

      ns.awaitReason("one", "SecretReadError");
      GoldenStatus.expect("SecretReadError-saved", ns, "one");
    }
  }
}
