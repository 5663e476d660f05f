package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whom the operator's Pod may talk to, and who finds its metrics.
@Tag("chart")
class ChartNetworkIT {

  @Test
  void nothingIsRestrictedOrServedByDefault() {
    assertThat(Chart.with().names())
        .noneMatch(name -> name.matches("(NetworkPolicy|Service|ServiceMonitor|PodMonitor) .*"));
  }

  @Test
  void onlyTheNamedAddressesAndPortsAreReached() {
    var policy =
        Chart.with(
                "networkPolicy.enabled=true",
                "networkPolicy.egress.kubernetes.cidrs={10.0.0.1/32}",
                "networkPolicy.egress.endpoints.cidrs={192.0.2.0/24,2001:db8::/32}",
                "operator.endpoints.other.apiUrl=https://api.example.com:8443/base",
                "proxy.url=http://proxy.example.com:3128")
            .only("NetworkPolicy")
            .path("spec");

    assertThat(Chart.texts(policy.path("policyTypes"))).containsExactly("Ingress", "Egress");
    assertThat(policy.path("ingress").isEmpty()).isTrue();
    assertThat(policy.at("/egress"))
        .extracting(ChartNetworkIT::ports)
        .containsExactly(
            List.of("UDP 53", "TCP 53"),
            List.of("TCP 443", "TCP 6443"),
            List.of("TCP 3128", "TCP 8443", "TCP 443"));
    assertThat(policy.at("/egress"))
        .extracting(ChartNetworkIT::addresses)
        .containsExactly(
            List.of(), List.of("10.0.0.1/32"), List.of("192.0.2.0/24", "2001:db8::/32"));
  }

  /// Kubernetes lets the Pod's own node in, and so the kubelet, whatever a policy says.
  @Test
  void onlyWhoIsNamedMayScrapeAndOnlyNamedNodesMayProbe() {
    var policy =
        Chart.with(
                "networkPolicy.enabled=true",
                "networkPolicy.ingress.metrics.from[0].namespaceSelector.matchLabels.team=a",
                "networkPolicy.ingress.probes.cidrs={10.1.0.0/16}")
            .only("NetworkPolicy")
            .path("spec");

    assertThat(policy.path("ingress"))
        .extracting(ChartNetworkIT::ports)
        .containsExactly(List.of("TCP metrics"), List.of("TCP probes"));
    assertThat(policy.at("/ingress/0/from/0/namespaceSelector/matchLabels/team").asText())
        .isEqualTo("a");
    assertThat(policy.at("/ingress/1/from/0/ipBlock/cidr").asText()).isEqualTo("10.1.0.0/16");
  }

  @Test
  void aUrlWithoutAPortMeansTheOneOfItsScheme() {
    var policy =
        Chart.with("networkPolicy.enabled=true", "proxy.url=http://proxy.example.com")
            .only("NetworkPolicy");

    assertThat(ports(policy.at("/spec/egress/2"))).containsExactly("TCP 80", "TCP 443");
  }

  @Test
  void aServiceMonitorBringsItsServiceAndAPodMonitorNeedsNone() {
    var byService = Chart.with("metrics.serviceMonitor.enabled=true");
    var byPod = Chart.with("metrics.podMonitor.enabled=true");

    assertThat(byService.only("Service").at("/spec/ports/0/targetPort").asText())
        .isEqualTo("metrics");
    assertThat(byService.only("ServiceMonitor").at("/spec/endpoints/0/path").asText())
        .isEqualTo("/metrics");
    assertThat(byPod.of("Service")).isEmpty();
    assertThat(byPod.only("PodMonitor").at("/spec/podMetricsEndpoints/0/port").asText())
        .isEqualTo("metrics");
    assertThat(byPod.only("PodMonitor").at("/spec/selector/matchLabels"))
        .isEqualTo(byPod.only("Deployment").at("/spec/selector/matchLabels"));
  }

  private static List<String> ports(JsonNode rule) {
    return StreamSupport.stream(rule.path("ports").spliterator(), false)
        .map(port -> port.path("protocol").asText() + " " + port.path("port").asText())
        .toList();
  }

  private static List<String> addresses(JsonNode rule) {
    return rule.path("to").findValuesAsText("cidr");
  }
}
