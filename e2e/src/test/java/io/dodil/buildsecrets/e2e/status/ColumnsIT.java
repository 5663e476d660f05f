package io.dodil.buildsecrets.e2e.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kubectl get` of what was saved, what waits, what is suspended and what no operator has seen.
@ExtendWith(OperatorExtension.class)
class ColumnsIT {

  private OperatorFixture fixture;
  private TestNamespace ns;
  private Kubectl kubectl;

  @BeforeEach
  void prepare(Cluster cluster) {
    kubectl = Kubectl.of(cluster);
    fixture = OperatorFixture.start(cluster);
    ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("saved", npm("npm"));
    ns.awaitReady("saved");
    var other = new TestNamespace(ns.client(), ns.sandbox(), ns.namespace(), "acme", ns.bot());
    other.apply("suspended", npm("npm") + "\nsuspend: true");
    other.awaitReason("suspended", "Suspended");
    other.apply("waiting", npm("nowhere"));
    other.awaitReason("waiting", "SecretNotFound");
    fixture.stopOperator();
    other.apply("unseen", npm("npm"));
  }

  @AfterEach
  void strike() throws IOException {
    fixture.close();
  }

  @Test
  void tellHowItStands() throws IOException {
    Golden.expect("columns/get.txt", get("buildsecrets"));
  }

  @Test
  void tellMoreWhenAskedTo() throws IOException {
    Golden.expect("columns/get-wide.txt", get("buildsecrets", "--output=wide"));
  }

  @Test
  void areTheSameByTheShortName() {
    assertThat(get("bsec")).isEqualTo(get("buildsecrets"));
  }

  private String get(String... arguments) {
    var command = new String[arguments.length + 2];
    command[0] = "get";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[command.length - 1] = "--namespace=" + ns.namespace();
    return masked(kubectl.run(command));
  }

  /// Ages and the number of the organization differ from run to run; the columns stay where they
  /// are.
  private static String masked(String table) {
    return Pattern.compile("org-\\d+ *|\\b\\d+s *")
        .matcher(table)
        .replaceAll(
            found -> {
              var mask = found.group().startsWith("org") ? "org-N" : "Ns";
              return mask + " ".repeat(Math.max(0, found.group().length() - mask.length()));
            })
        .replaceAll("(?m) +$", "");
  }

  private static String npm(String secret) {
    return "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: %s, key: token}}]"
        .formatted(secret);
  }
}
