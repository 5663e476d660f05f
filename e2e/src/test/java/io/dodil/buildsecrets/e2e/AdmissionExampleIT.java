package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The admission policy for those who don't install by Helm, and how the chart decides on it.
class AdmissionExampleIT {

  private static final Path EXAMPLE = Path.of("../examples/policies/admission-policy.yaml");

  private final Helm helm = Helm.four();

  @Test
  void isWhatTheChartRenders() throws IOException {
    var example = Files.readString(EXAMPLE);

    assertThat(Helm.documents(example)).isEqualTo(policies(helm));
    assertThat(example).as("a comment says how it is made").startsWith("# ");
  }

  @Test
  void bothHelmsRenderTheSame() {
    assertThat(policies(Helm.three())).isEqualTo(policies(helm));
  }

  @Test
  void isLeftOutOnlyWhereANamespacesAdministratorInstalls() {
    var confined = "watchNamespaces={ci,web}";

    assertThat(policies(helm, "--set", "admissionPolicy.enabled=false")).isEmpty();
    assertThat(policies(helm, "--set", confined)).isEmpty();
    assertThat(policies(helm, "--set", confined, "--set", "admissionPolicy.enabled=true"))
        .anySatisfy(
            binding ->
                assertThat(binding.at("/spec/matchResources/namespaceSelector/matchExpressions/0"))
                    .hasToString(
                        "{\"key\":\"kubernetes.io/metadata.name\",\"operator\":\"In\",\"values\":[\"ci\",\"web\"]}"));
  }

  @Test
  void isNeverLeftOutSilently() {
    var old = helm.call("template", "r", Helm.CHART.toString(), "--kube-version", "1.29.9");

    assertThat(old.exitCode()).isNotZero();
    assertThat(old.errors()).contains("admissionPolicy.enabled: needs Kubernetes 1.30; with false");
  }

  @Test
  void cantDenyAndWarn() {
    var both = "admissionPolicy.validationActions={Deny,Warn}";
    var refused = helm.call("template", "r", Helm.CHART.toString(), "--set", both);

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.errors())
        .contains("admissionPolicy.validationActions: only one of Deny and Warn");
  }

  private static List<JsonNode> policies(Helm helm, String... values) {
    var all = helm.template("buildsecrets-operator", "buildsecrets", values).stream();
    var policies = all.filter(o -> o.path("kind").asText().startsWith("ValidatingAdmission"));
    return policies.map(AdmissionExampleIT::withoutLabels).toList();
  }

  /// They say that Helm owns it.
  private static JsonNode withoutLabels(JsonNode object) {
    ((ObjectNode) object.path("metadata")).remove("labels");
    return object;
  }
}
