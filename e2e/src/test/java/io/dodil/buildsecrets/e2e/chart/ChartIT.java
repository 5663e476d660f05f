package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.schema.CrdSchema;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the chart does beside installing the operator.
@Tag("chart")
class ChartIT {

  @Test
  void bringsTheCrdAsItIs() throws Exception {
    var file = Helm.documents(Files.readString(CrdSchema.FILE)).getFirst();

    var rendered = Chart.with().only("CustomResourceDefinition");

    assertThat(rendered.at("/spec").equals(ChartIT::compare, file.at("/spec"))).isTrue();
    assertThat(rendered.at("/metadata/name")).isEqualTo(file.at("/metadata/name"));
    assertThat(rendered.at("/metadata/annotations/helm.sh~1resource-policy").asText())
        .isEqualTo("keep");
  }

  /// 0.0 in the file is 0 when Helm has written it.
  private static int compare(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue());
    }
    return a.equals(b) ? 0 : 1;
  }

  /// Argo CD prunes it otherwise.
  @Test
  void takesAnnotationsForTheCrd() {
    var annotations =
        Chart.with("crds.annotations.a=b")
            .only("CustomResourceDefinition")
            .at("/metadata/annotations");

    assertThat(annotations.path("a").asText()).isEqualTo("b");
    assertThat(annotations.path("helm.sh/resource-policy").asText()).isEqualTo("keep");
  }

  @Test
  void rendersTheObjectsOfItsUser() {
    var objects =
        Chart.withJson(
            "extraObjects=[{\"apiVersion\": \"v1\", \"kind\": \"Secret\","
                + " \"metadata\": {\"name\": \"{{ .Release.Name }}-more\"}}]");

    assertThat(objects.only("Secret").at("/metadata/name").asText()).isEqualTo("release-more");
  }
}
