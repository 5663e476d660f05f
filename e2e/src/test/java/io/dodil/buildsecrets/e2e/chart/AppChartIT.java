package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An application's chart with a BuildSecrets of its own, installed by Helm 4 with `--wait`.
@Tag("chart")
@OperatorTest
public class AppChartIT {

  private OperatorFixture fixture;
  private Helm helm;

  @BeforeAll
  public void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
    helm = Helm.four().on(cluster);
  }

  @AfterAll
  public void strike() throws IOException {
    fixture.close();
  }

  @Test
  public void theInstallationReturnsWhenItIsSaved() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));

    install(ns).orThrow();

    assertThat(ns.status("app").isTrue("Ready")).isTrue();
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  public void anUpgradeReturnsWhenTheNewSpecIsSaved() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x", "other", "y"));
    install(ns).orThrow();

    helm("upgrade", ns, "--set", "buildSecrets.NPM_TOKEN.key=other").orThrow();

    assertThat(ns.saves()).hasSize(2);
    assertThat(ns.saves().getLast().sent().buildSecrets()).containsEntry("NPM_TOKEN", "y");
  }

  /// Long before the timeout, and with what there is to mend.
  @Test
  public void theInstallationFailsAtOnceWhenItIsStalled() {
    var ns = fixture.newNamespace();
    ns.secret("helm.sh/release.v1", "npm", Map.of("token", "x"));

    var result = install(ns);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors())
        .contains("BuildSecrets/%s/app".formatted(ns.namespace()))
        .contains("Failed")
        .doesNotContain("deadline exceeded");
    assertThat(ns.status("app").isTrue("Stalled")).isTrue();
  }

  @Test
  public void theInstallationWaitsForASecretThatIsNotThereYet() {
    var ns = fixture.newNamespace();

    var result = helm("install", ns, "--timeout", "3s");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errors()).contains("context deadline exceeded");
    assertThat(ns.condition("app", "Ready").reason()).isEqualTo("SecretNotFound");
  }

  private Helm.Result install(TestNamespace ns) {
    return helm("install", ns, "--timeout", "2m");
  }

  private Helm.Result helm(String verb, TestNamespace ns, String... options) {
    var arguments =
        new ArrayList<>(List.of(verb, "app", "../examples/helm/app", "--wait", "--namespace"));
    Stream.of(ns.namespace(), "--set", "organization=" + ns.organization()).forEach(arguments::add);
    arguments.addAll(List.of(options));
    return helm.call(arguments.toArray(String[]::new));
  }
}
