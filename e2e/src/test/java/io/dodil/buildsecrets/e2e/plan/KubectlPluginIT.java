package io.dodil.buildsecrets.e2e.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `kubectl buildsecrets plan`, installed as docs/plan.md says.
@ExtendWith(OperatorExtension.class)
class KubectlPluginIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  /// A folder with a blank in its name.
  @TempDir Path directory;

  private Path home;
  private Kubectl kubectl;

  @BeforeEach
  void install(Cluster cluster) throws IOException {
    home = Files.createDirectory(directory.resolve("my home"));
    kubectl = Kubectl.of(cluster);
    assertThat(shell("../kubectl-plugin/install '%s'".formatted(home)).exitCode()).isZero();
  }

  @Test
  void plansWhatTheOperatorWouldSave(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var ns = fixture.newNamespace();
      ns.apply("one", NPM);

      var missing = shell("kubectl buildsecrets plan -n %s one".formatted(ns.namespace()));
      ns.secret("npm", Map.of("token", "x"));
      var plan = shell("kubectl buildsecrets plan -n %s one".formatted(ns.namespace()));

      assertThat(missing.exitCode()).isEqualTo(1);
      assertThat(missing.output()).contains("Secret \"npm\" not found");
      assertThat(plan.output()).contains("It would be saved", "NPM_TOKEN");
      assertThat(plan.exitCode()).isZero();
    }
  }

  @Test
  void isListedByKubectlAndSaysWhatItCanDo() {
    assertThat(shell("kubectl plugin list").output()).contains("/bin/kubectl-buildsecrets");
    assertThat(shell("kubectl buildsecrets").output()).startsWith("Usage: kubectl buildsecrets");
    assertThat(shell("kubectl buildsecrets plan --help").output()).contains("--check-token");

    var run = shell("kubectl buildsecrets run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("unknown command \"run\"");
  }

  @Test
  void saysWhichJavaItFoundWhenNoneIsNewEnough() throws IOException {
    var old = home.resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"21.0.9\" 2026-01-20' >&2\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));

    var tooOld = shell("BUILDSECRETS_JAVA='%s' kubectl buildsecrets plan".formatted(old));
    var none = shell("BUILDSECRETS_JAVA=/nowhere/java kubectl buildsecrets plan");

    assertThat(tooOld.exitCode()).isEqualTo(2);
    assertThat(tooOld.output())
        .contains("needs Java 25 or newer, and found: %s (21)".formatted(old), "BUILDSECRETS_JAVA");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.output()).contains("no program /nowhere/java");
  }

  private Kubectl.Result shell(String command) {
    return kubectl.shell("PATH='%s/bin':$PATH\n%s".formatted(home, command));
  }
}
