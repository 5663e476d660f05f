package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What objects are called, whatever the release is.
@Tag("chart")
class ChartNamesIT {

  private static final String LONGEST = "a-release-whose-name-is-as-long-as-helm-lets-it-be-53";
  private static final String ALL =
      "replicas=2,networkPolicy.enabled=true,metrics.serviceMonitor.enabled=true"
          + ",networkPolicy.ingress.metrics.from[0].podSelector.matchLabels.a=b";

  @ParameterizedTest
  @CsvSource({
    "release, '', '', release-buildsecrets-operator",
    "my-buildsecrets-operator-2, '', '', my-buildsecrets-operator-2",
    "release, bs, '', release-bs",
    "release, bs, full, full",
    "with.dots, '', '', with-dots-buildsecrets-operator",
    "123, '', 456, 456",
    // 53 characters, a dash, and nine of the chart's name
    LONGEST + ", '', '', " + LONGEST + "-buildsecr",
  })
  void theFullNameIsTheReleasesAndTheCharts(
      String release, String name, String fullName, String expected) {
    var set = "nameOverride=" + name + ",fullnameOverride=" + fullName;
    var chart = new Chart(Helm.four().template(release, "ops", "--set-string", set));

    assertThat(chart.only("Deployment").at("/metadata/name").asText()).isEqualTo(expected);
  }

  /// A label's value and a Service's name have 63 characters; numbers are no names in YAML.
  @ParameterizedTest
  @ValueSource(strings = {"release", LONGEST, "123", "a.b", "a--------------------------------b"})
  void everyNameAndLabelIsOneThatKubernetesTakes(String release) {
    var objects = Helm.four().template(release, "1e3", "--set", ALL);

    assertThat(objects).isNotEmpty();
    for (var object : objects) {
      var metadata = object.path("metadata");
      assertThat(metadata.path("name").asText()).matches("[a-z0-9]([-a-z0-9.]{0,250}[a-z0-9])?");
      assertThat(metadata.path("name").asText()).doesNotContain("-.", ".-");
      assertThat(metadata.path("labels")).isNotEmpty().allSatisfy(ChartNamesIT::isLabel);
      if (metadata.has("namespace")) {
        assertThat(metadata.path("namespace").isTextual()).isTrue();
        assertThat(metadata.path("name").asText()).hasSizeLessThanOrEqualTo(63);
      }
    }
  }

  private static void isLabel(JsonNode value) {
    assertThat(value.isTextual()).isTrue();
    assertThat(value.asText()).matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  }

  /// Of one name in two namespaces, and of two names in one.
  @ParameterizedTest
  @CsvSource({"one, a, one, b", "one, a, two, a", "one, a-b, one-a, b"})
  void twoReleasesShareNothingButTheCrd(
      String release, String namespace, String other, String otherNamespace) {
    var set = "rbac.aggregate.edit=true,crds.enabled=false," + ALL;
    var both = new ArrayList<String>();
    both.addAll(new Chart(Helm.four().template(release, namespace, "--set", set)).names());
    both.addAll(new Chart(Helm.four().template(other, otherNamespace, "--set", set)).names());

    assertThat(both).doesNotHaveDuplicates();
  }

  @Test
  void twoReleasesMayWatchOneNamespace() {
    var set = "watchNamespaces={ci},crds.enabled=false";
    var one = new Chart(Helm.four().template("one", "a", "--set", set)).names();
    var two = new Chart(Helm.four().template("one", "b", "--set", set)).names();

    assertThat(Collections.disjoint(one, two)).isTrue();
  }

  @Test
  void podsAreFoundByLabelsThatNoOtherPodHas() {
    var chart = Chart.with(ALL);
    var own = chart.only("Deployment").at("/spec/selector/matchLabels");

    var selectors =
        List.of(
            chart.only("Service").at("/spec/selector"),
            chart.only("PodDisruptionBudget").at("/spec/selector/matchLabels"),
            chart.podTemplate().at("/spec/topologySpreadConstraints/0/labelSelector/matchLabels"));

    assertThat(selectors).allSatisfy(selector -> assertThat(selector).isEqualTo(own));
    assertThat(holds(chart.podTemplate(), own)).isTrue();
    assertThat(holds(chart.only("Pod"), own)).as("the Pod of helm test").isFalse();
    var serviceMonitor = chart.only("ServiceMonitor").at("/spec/selector/matchLabels");
    assertThat(holds(chart.only("Service"), serviceMonitor)).isTrue();
  }

  @Test
  void theNetworkPolicyHoldsForTheOperatorAndForTheHookOfAnUninstallation() {
    var selector = Chart.with(ALL).only("NetworkPolicy").at("/spec/podSelector");

    assertThat(selector.at("/matchLabels").properties()).hasSize(2);
    assertThat(selector.at("/matchExpressions/0/key").asText())
        .isEqualTo("app.kubernetes.io/component");
    assertThat(Chart.texts(selector.at("/matchExpressions/0/values")))
        .containsExactly("operator", "uninstall");
  }

  private static boolean holds(JsonNode object, JsonNode selector) {
    return selector.properties().stream()
        .allMatch(l -> object.at("/metadata/labels").path(l.getKey()).equals(l.getValue()));
  }
}
