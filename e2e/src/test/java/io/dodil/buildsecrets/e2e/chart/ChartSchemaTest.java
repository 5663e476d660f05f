package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A key that nobody knows is a typing error, wherever it stands.
class ChartSchemaTest {

  /// Whole objects of any kind, and what Helm hands from a parent chart to all of its children.
  private static final List<String> ANYTHING =
      List.of("/properties/extraObjects/items", "/properties/global");

  /// With `-Dchart.schema=write` it is taken over.
  @Test
  void theConfigurationIsWhatTheOperatorTakes() throws Exception {
    var current = ChartSchema.read().withConfigurationOfTheOperator().text();

    if ("write".equals(System.getProperty("chart.schema"))) {
      Files.writeString(ChartSchema.FILE, current);
    }
    assertThat(Files.readString(ChartSchema.FILE))
        .as("run with -Dchart.schema=write")
        .isEqualTo(current);
  }

  @Test
  void everyObjectRefusesUnknownKeys() throws Exception {
    var open = new ArrayList<String>();

    walk("", ChartSchema.read().root(), open);

    assertThat(open).containsExactlyInAnyOrderElementsOf(ANYTHING);
  }

  private static void walk(String path, JsonNode node, List<String> open) {
    var extra = node.path("additionalProperties");
    var isObject = node.path("type").asText().equals("object") || node.has("properties");
    if (isObject && !extra.isObject() && (!extra.isBoolean() || extra.asBoolean())) {
      open.add(path);
    }
    node.properties().forEach(e -> walk(path + "/" + e.getKey(), e.getValue(), open));
  }

  @Test
  void everyKeyHasADefaultThatIsShown() throws Exception {
    var values = new YAMLMapper().readTree(Helm.CHART.resolve("values.yaml").toFile());

    assertThat(keysOfSchema()).isEqualTo(keys("", values, new TreeSet<>()));
  }

  private static Set<String> keysOfSchema() throws IOException {
    var keys = schemaKeys("", ChartSchema.read().root(), new TreeSet<>());
    keys.remove("/global");
    return keys;
  }

  private static Set<String> schemaKeys(String path, JsonNode schema, Set<String> keys) {
    for (var property : schema.path("properties").properties()) {
      var at = path + "/" + property.getKey();
      keys.add(at);
      schemaKeys(at, property.getValue(), keys);
    }
    return keys;
  }

  /// Of the chart's own sections; what Kubernetes or the operator define has schemas of its own.
  private static Set<String> keys(String path, JsonNode values, Set<String> keys)
      throws IOException {
    for (var value : values.properties()) {
      var at = path + "/" + value.getKey();
      keys.add(at);
      if (isSection(at)) {
        keys(at, value.getValue(), keys);
      }
    }
    return keys;
  }

  private static boolean isSection(String path) throws IOException {
    return ChartSchema.read().root().at(path.replace("/", "/properties/")).has("properties");
  }
}
