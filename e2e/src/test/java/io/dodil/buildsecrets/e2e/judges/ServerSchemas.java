package io.dodil.buildsecrets.e2e.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The API server's own OpenAPI document as JSON schemas for kubeconform: a file for each kind,
/// with everything it refers to, and nothing beyond what a definition names allowed.
///
/// @param folder where they are
record ServerSchemas(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFERENCE = "#/definitions/";

  static ServerSchemas write(Kubectl kubectl, Path folder) throws IOException {
    var definitions =
        (ObjectNode) JSON.readTree(kubectl.run("get", "--raw", "/openapi/v2")).path("definitions");
    for (var definition : definitions) {
      tighten(definition);
    }
    for (var entry : definitions.properties()) {
      for (var kind : entry.getValue().path("x-kubernetes-group-version-kind")) {
        var schema = JSON.createObjectNode().put("$ref", REFERENCE + entry.getKey());
        collect(schema, definitions, schema.putObject("definitions"));
        JSON.writeValue(folder.resolve(fileName(kind)).toFile(), schema);
      }
    }
    return new ServerSchemas(folder);
  }

  /// For `--schema-location`.
  String location() {
    return folder + "/{{.ResourceKind}}_{{.Group}}_{{.ResourceAPIVersion}}.json";
  }

  /// As kubeconform fills in the location; it takes the version of the core's kinds for their
  /// group.
  private static String fileName(JsonNode kind) {
    var group = kind.path("group").asText();
    var version = kind.path("version").asText();
    return "%s_%s_%s.json"
        .formatted(
            kind.path("kind").asText().toLowerCase(Locale.ROOT),
            group.isEmpty() ? version : group,
            version);
  }

  /// A field that nobody knows is a mistake; a quantity and a port may be numbers.
  private static void tighten(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      var format = object.path("format").asText();
      if (format.equals("int-or-string") || isQuantity(object)) {
        object.remove("format");
        object.putArray("type").add("string").add("number");
      }
      if (object.path("properties").isObject()
          && !object.has("additionalProperties")
          && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        object.put("additionalProperties", false);
      }
    }
    schema.forEach(ServerSchemas::tighten);
  }

  private static boolean isQuantity(ObjectNode schema) {
    return schema.path("description").asText().startsWith("Quantity is a fixed-point");
  }

  private static void collect(JsonNode schema, JsonNode definitions, ObjectNode found) {
    var reference = schema.path("$ref").asText();
    if (reference.startsWith(REFERENCE)) {
      var name = reference.substring(REFERENCE.length());
      if (!found.has(name)) {
        found.set(name, definitions.path(name));
        collect(definitions.path(name), definitions, found);
      }
    }
    schema.forEach(part -> collect(part, definitions, found));
  }
}
