package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The chart as it is rendered with its defaults.
class ChartIT {

  @Test
  void bothHelmsRenderTheSame() {
    assertThat(Helm.three().template("release", "ops"))
        .isEqualTo(Helm.four().template("release", "ops"));
  }

  @Test
  void bringsTheCrdAsItIs() throws Exception {
    var file = Helm.documents(Files.readString(CrdSchema.FILE)).getFirst();

    var rendered = only("CustomResourceDefinition", Helm.four().template("release", "ops"));

    assertThat(rendered.at("/spec")).isEqualTo(file.at("/spec"));
    assertThat(rendered.at("/metadata/name")).isEqualTo(file.at("/metadata/name"));
    assertThat(rendered.at("/metadata/annotations/helm.sh~1resource-policy").asText())
        .isEqualTo("keep");
  }

  private static JsonNode only(String kind, List<JsonNode> objects) {
    var found = objects.stream().filter(o -> o.path("kind").asText().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }
}
