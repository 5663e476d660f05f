package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may do what once the chart is installed.
@Tag("chart")
class ChartRbacIT {

  private static final List<String> OPERATOR =
      List.of(
          "ignite.dodil.io/buildsecrets: get list watch",
          "ignite.dodil.io/buildsecrets/status: patch",
          "/secrets: get list watch",
          "events.k8s.io/events: create patch");
  private static final List<String> LEASE =
      List.of(
          "coordination.k8s.io/leases: create",
          "coordination.k8s.io/leases[%s]: get list watch update".formatted(Chart.FULL_NAME));

  @Test
  void theOperatorLooksAtAllNamespacesByOneRoleAndHoldsItsLeaseByAnother() {
    var chart = Chart.with("rbac.aggregate.view=false", "rbac.aggregate.admin=false");

    assertThat(rules(chart.only("ClusterRole"))).isEqualTo(OPERATOR);
    assertThat(rules(chart.only("Role"))).isEqualTo(LEASE);
    assertThat(chart.only("Role").at("/metadata/namespace").asText()).isEqualTo(Chart.NAMESPACE);
    assertBound(chart, chart.only("ClusterRoleBinding"), chart.only("ClusterRole"));
    assertBound(chart, chart.only("RoleBinding"), chart.only("Role"));
  }

  @Test
  void withNamespacesNothingIsClusterWideButTheCrd() {
    var chart = Chart.with("watchNamespaces={ci,release}");

    assertThat(chart.objects().stream().filter(o -> o.at("/metadata/namespace").isMissingNode()))
        .extracting(o -> o.path("kind").asText())
        .containsExactly("CustomResourceDefinition");
    var roles = chart.of("Role").toList();
    assertThat(roles)
        .extracting(o -> o.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("ci", "release", Chart.NAMESPACE);
    assertThat(roles)
        .extracting(ChartRbacIT::rules)
        .containsExactlyInAnyOrder(OPERATOR, OPERATOR, LEASE);
    assertThat(chart.of("RoleBinding")).hasSize(3).allSatisfy(b -> assertBound(chart, b, b));
  }

  @Test
  void aNamespacesAdministratorLeavesTheCrdAway() {
    var chart = Chart.with("watchNamespaces={ci}", "crds.enabled=false");

    assertThat(chart.objects()).noneMatch(o -> o.at("/metadata/namespace").isMissingNode());
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, true, view, admin",
    "true, true, true, view, admin edit",
    "true, false, false, view, ''",
    "false, false, true, '', admin",
  })
  void peopleSeeAndWriteByTheRolesTheyHave(
      boolean view, boolean edit, boolean admin, String readers, String writers) {
    var chart =
        Chart.with(
            "rbac.aggregate.view=" + view,
            "rbac.aggregate.edit=" + edit,
            "rbac.aggregate.admin=" + admin);

    assertThat(aggregatedTo(chart, ".view")).isEqualTo(readers);
    assertThat(aggregatedTo(chart, ".edit")).isEqualTo(writers);
  }

  /// A forged lastSave would claim an organization.
  @Test
  void noRoleOfPeopleHoldsTheStatus() {
    var people =
        Chart.with("rbac.aggregate.edit=true")
            .of("ClusterRole")
            .filter(r -> !Chart.texts(r.at("/metadata/labels")).isEmpty())
            .filter(r -> r.at("/metadata/name").asText().matches(".*[.](view|edit)"));

    assertThat(people)
        .hasSize(2)
        .allSatisfy(
            r ->
                assertThat(rules(r))
                    .allMatch(rule -> rule.startsWith("ignite.dodil.io/buildsecrets: ")));
  }

  @Test
  void rightsCanBeSomebodyElsesMatter() {
    var kinds =
        Chart.with("rbac.create=false").objects().stream().map(o -> o.path("kind").asText());

    assertThat(kinds).noneMatch(kind -> kind.contains("Role"));
  }

  @Test
  void theLeaseIsWhereTheOperatorLooksForIt() {
    var chart =
        Chart.with(
            "operator.leaderElection.leaseName=mine", "operator.leaderElection.leaseNamespace=x");

    assertThat(rules(chart.only("Role"))).anyMatch(rule -> rule.contains("leases[mine]"));
    assertThat(chart.only("Role").at("/metadata/namespace").asText()).isEqualTo("x");
    assertThat(chart.configuration()).contains("leaseName: mine", "leaseNamespace: x");
  }

  @Test
  void withoutALeaseThereAreNoRightsToOne() {
    assertThat(Chart.with("operator.leaderElection.enabled=false").of("Role")).isEmpty();
  }

  private static String aggregatedTo(Chart chart, String role) {
    var prefix = "rbac.authorization.k8s.io/aggregate-to-";
    return chart
        .of("ClusterRole")
        .filter(r -> r.at("/metadata/name").asText().endsWith(Chart.NAMESPACE + role))
        .flatMap(r -> r.at("/metadata/labels").properties().stream())
        .filter(label -> label.getKey().startsWith(prefix))
        .map(label -> label.getKey().substring(prefix.length()))
        .sorted()
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private static void assertBound(Chart chart, JsonNode binding, JsonNode role) {
    assertThat(binding.at("/roleRef/name")).isEqualTo(role.at("/metadata/name"));
    assertThat(binding.at("/subjects")).hasSize(1);
    var account = binding.at("/subjects/0");
    assertThat(account.path("namespace").asText()).isEqualTo(Chart.NAMESPACE);
    assertThat(account.path("name")).isEqualTo(chart.only("ServiceAccount").at("/metadata/name"));
    assertThat(account.path("name")).isEqualTo(chart.podTemplate().at("/spec/serviceAccountName"));
  }

  /// Such as `group/resource[name]: verb verb`.
  private static List<String> rules(JsonNode role) {
    return StreamSupport.stream(role.path("rules").spliterator(), false)
        .flatMap(
            rule ->
                product(rule)
                    .map(what -> what + ": " + String.join(" ", Chart.texts(rule.path("verbs")))))
        .toList();
  }

  private static Stream<String> product(JsonNode rule) {
    var names = Chart.texts(rule.path("resourceNames"));
    return Chart.texts(rule.path("apiGroups")).stream()
        .flatMap(g -> Chart.texts(rule.path("resources")).stream().map(r -> g + "/" + r))
        .map(what -> names.isEmpty() ? what : what + names);
  }
}
