package io.dodil.buildsecrets.e2e.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Examples that the chart renders, for those who install without it. With `-Dgolden=write` they
/// are rendered anew.
@Tag("chart")
class RenderedExamplesIT {

  @Test
  void theNetworkPolicy() throws IOException {
    expect(
        "policies/networkpolicy.yaml",
        """
        # Lets nothing in but the node's probes and scrapes of namespace monitoring, nothing out but DNS, the
        # Kubernetes API and https. As the chart renders it; with addresses of yours it is narrower:
        # ../helm/values/hardened.yaml.
        """,
        "networkpolicy.yaml",
        "networkPolicy.enabled=true",
        "networkPolicy.ingress.metrics.from[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name"
            + "=monitoring");
  }

  @Test
  void theServiceMonitor() throws IOException {
    expect(
        "observability/servicemonitor.yaml",
        """
        # For the Prometheus operator, beside the Service of the chart (`metrics.service.enabled=true`). As
        # the chart renders it with `metrics.serviceMonitor.enabled=true`, which makes the Service, too.
        """,
        "servicemonitor.yaml",
        "metrics.serviceMonitor.enabled=true");
  }

  private static void expect(String name, String comment, String template, String... values)
      throws IOException {
    var rendered =
        Helm.four()
            .call(
                "template",
                "buildsecrets-operator",
                Helm.CHART.toString(),
                "--namespace=buildsecrets",
                "--show-only=templates/" + template,
                "--set=" + String.join(",", values))
            .orThrow();
    var text = comment + rendered.replaceAll("(?m)^(---|# Source: .*)\n", "").strip() + "\n";
    var file = ExampleUse.FOLDER.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, text);
    }
    assertThat(file).hasContent(text);
  }
}
