package io.dodil.buildsecrets.e2e.chart;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The schema of the chart's values. Of Kubernetes' own types it says what an API server does, so
/// that a typing error in a toleration or a volume is refused like any other.
record ChartSchema(ObjectNode root) {

  /// Of the operator itself, which validates its configuration file with it.
  private static final Path CONFIGURATION =
      Path.of("../operator/src/main/resources/configuration.schema.json");

  /// What the chart has other values for, or fills in itself, and the sections that its templates
  /// look into: a JSON merge patch (RFC 7396).
  private static final String DIFFERENCES =
      """
      {
        "required": ["endpoints", "calls", "leaderElection", "server"],
        "properties": {
          "watchNamespaces": null,
          "calls": {"properties": {"caFile": null, "proxy": null}},
          "leaderElection": {
            "required": ["enabled"],
            "properties": {
              "leaseName": {
                "default": "",
                "pattern": "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$"
              }
            }
          },
          "server": {
            "required": ["probePort", "metricsPort"],
            "properties": {"loopbackOnly": null}
          }
        }
      }
      """;

  static final Path FILE = Helm.CHART.resolve("values.schema.json");
  private static final String KUBERNETES = "io.k8s.";
  private static final String DEFINITIONS = "#/definitions/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static ChartSchema read() throws IOException {
    return new ChartSchema((ObjectNode) JSON.readTree(Files.readString(FILE)));
  }

  String text() throws IOException {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  /// With what the operator takes for its configuration in place of what it has for `operator`.
  ChartSchema withConfigurationOfTheOperator() throws IOException {
    var configuration = (ObjectNode) JSON.readTree(Files.readString(CONFIGURATION));
    var copy = root.deepCopy();
    copy.withObjectProperty("definitions").setAll((ObjectNode) configuration.remove("definitions"));
    configuration.remove(List.of("$schema", "title", "message"));
    copy.withObjectProperty("properties")
        .set("operator", merged(configuration, JSON.readTree(DIFFERENCES)));
    return new ChartSchema(copy);
  }

  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes) || !(target instanceof ObjectNode object)) {
      return patch;
    }
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        object.remove(change.getKey());
      } else {
        object.set(change.getKey(), merged(object.path(change.getKey()), change.getValue()));
      }
    }
    return object;
  }

  /// With the definitions of an API server in place of those it has.
  ///
  /// @param openApi what `/openapi/v2` answers
  ChartSchema withDefinitionsOf(String openApi) throws IOException {
    var source = JSON.readTree(openApi).path("definitions");
    var copy = root.deepCopy();
    var definitions = copy.withObjectProperty("definitions");
    definitions.properties().removeIf(d -> d.getKey().startsWith(KUBERNETES));
    var taken = new TreeMap<String, JsonNode>();
    var wanted = references(copy);
    while (!wanted.isEmpty()) {
      var name = wanted.removeFirst();
      if (!taken.containsKey(name)) {
        taken.put(name, converted(source.path(name)));
        wanted.addAll(references(taken.get(name)));
      }
    }
    // anything that says a quantity, as YAML writes it
    taken.replaceAll(
        (name, type) -> name.endsWith(".resource.Quantity") ? anyOf("string", "number") : type);
    definitions.setAll(taken);
    return new ChartSchema(copy);
  }

  private static ArrayDeque<String> references(JsonNode node) {
    var found = new TreeSet<String>();
    node.findValuesAsText("$ref").stream()
        .filter(ref -> ref.startsWith(DEFINITIONS + KUBERNETES))
        .forEach(ref -> found.add(ref.substring(DEFINITIONS.length())));
    return new ArrayDeque<>(found);
  }

  /// What Helm can judge: types, required and unknown keys.
  private static JsonNode converted(JsonNode type) {
    if (type.isMissingNode()) {
      throw new IllegalStateException("No such definition");
    }
    if (type.has("$ref")) {
      return NODES.objectNode().set("$ref", type.get("$ref"));
    }
    if (type.path("format").asText().equals("int-or-string")) {
      return anyOf("string", "integer");
    }
    var converted = NODES.objectNode();
    converted.set("type", type.path("type"));
    if (type.has("items")) {
      converted.set("items", converted(type.get("items")));
    }
    return type.path("type").asText().equals("object") ? object(converted, type) : converted;
  }

  private static JsonNode object(ObjectNode converted, JsonNode type) {
    if (type.has("required")) {
      converted.set("required", type.get("required"));
    }
    converted.set(
        "additionalProperties",
        type.has("additionalProperties")
            ? converted(type.get("additionalProperties"))
            : NODES.booleanNode(false));
    if (type.has("properties")) {
      var properties = converted.putObject("properties");
      for (Map.Entry<String, JsonNode> property : type.get("properties").properties()) {
        properties.set(property.getKey(), converted(property.getValue()));
      }
    }
    return converted;
  }

  private static JsonNode anyOf(String... types) {
    var converted = NODES.objectNode();
    for (var type : types) {
      converted.withArrayProperty("type").add(type);
    }
    return converted;
  }
}
