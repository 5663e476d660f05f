package io.dodil.buildsecrets.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The admission policies for those who don't install by Helm, and how the chart decides on them.
@Tag("chart")
class AdmissionExampleIT {

  private static final Path EXAMPLES = Path.of("../examples/policies");

  private final Helm helm = Helm.four();

  @ParameterizedTest
  @ValueSource(strings = {"admission-policy.yaml", "status-policy.yaml"})
  void isWhatTheChartRenders(String name) throws IOException {
    var example = Files.readString(EXAMPLES.resolve(name));

    assertThat(Helm.documents(example))
        .isEqualTo(policies(helm, "--show-only", "templates/" + name));
    assertThat(example).as("a comment says how it is made").startsWith("# ");
  }

  @Test
  void thereIsAnExampleOfEachPolicy() {
    assertThat(policies(helm))
        .extracting(object -> object.at("/metadata/name").asText())
        .containsExactlyInAnyOrder(
            "buildsecrets-operator.buildsecrets",
            "buildsecrets-operator.buildsecrets",
            "buildsecrets-operator.buildsecrets.status",
            "buildsecrets-operator.buildsecrets.status");
  }

  @ParameterizedTest
  @CsvSource({
    "'', system:serviceaccount:buildsecrets:buildsecrets-operator",
    "serviceAccount.name=own, system:serviceaccount:buildsecrets:own",
    "'serviceAccount.create=false,serviceAccount.name=own',"
        + " system:serviceaccount:buildsecrets:own",
    "fullnameOverride=other, system:serviceaccount:buildsecrets:other",
  })
  void statusesAreLeftToTheServiceAccountOfThePods(String values, String user) {
    var chart = helm.template("buildsecrets-operator", "buildsecrets", "--set", values);
    var pod =
        chart.stream()
            .map(object -> object.at("/spec/template/spec/serviceAccountName").asText())
            .filter(account -> !account.isEmpty());
    var policy =
        chart.stream()
            .filter(object -> object.path("kind").asText().equals("ValidatingAdmissionPolicy"))
            .filter(object -> object.at("/metadata/name").asText().endsWith(".status"));

    assertThat(pod).containsExactly(user.substring(user.lastIndexOf(':') + 1));
    assertThat(policy)
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.at("/spec/validations/0/expression").asText())
                    .isEqualTo("request.userInfo.username == \"%s\"".formatted(user)));
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
        .filteredOn(object -> object.path("kind").asText().endsWith("Binding"))
        .hasSize(2)
        .allSatisfy(
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
