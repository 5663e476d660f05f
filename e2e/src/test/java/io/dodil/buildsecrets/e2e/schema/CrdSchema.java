package io.dodil.buildsecrets.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.e2e.schema.SchemaCase.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The committed CRD's schema of `spec`, field by field.
public final class CrdSchema {

  public static final Path FILE = Path.of("../crds/buildsecrets.ignite.dodil.io.yaml");

  private CrdSchema() {}

  /// A field of the schema.
  ///
  /// @param path such as `spec.buildSecrets[].name`
  /// @param listKey whether it tells the entries of its list apart
  public record Field(String path, JsonNode schema, boolean required, boolean listKey) {

    public boolean isText() {
      return schema.path("type").asText().equals("string");
    }

    public boolean isList() {
      return schema.path("type").asText().equals("array");
    }

    public int bound(String name) {
      return schema.path(name).asInt(-1);
    }

    public String name() {
      return path.substring(path.lastIndexOf('.') + 1);
    }

    public Stream<Expected> rules() {
      return StreamSupport.stream(schema.path("x-kubernetes-validations").spliterator(), false)
          .map(
              rule ->
                  new Expected(
                      path + rule.path("fieldPath").asText(), rule.path("message").asText()));
    }

    /// In a line.
    public String bounds() {
      var bounds =
          isText()
              ? ": %d to %d characters".formatted(bound("minLength"), bound("maxLength"))
              : isList() ? ": at most %d entries".formatted(bound("maxItems")) : "";
      return path + bounds + (required ? ", required" : "");
    }

    @Override
    public String toString() {
      return path;
    }
  }

  public static List<Field> fields() {
    try {
      var root =
          new YAMLMapper()
              .readTree(FILE.toFile())
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
      var fields = new ArrayList<Field>();
      collect(new Field("spec", root, true, false), "", fields);
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(Field field, String listKey, List<Field> fields) {
    fields.add(field);
    var schema = field.schema();
    if (field.isList()) {
      var key = schema.at("/x-kubernetes-list-map-keys/0").asText();
      collect(new Field(field.path() + "[]", schema.path("items"), false, false), key, fields);
    }
    for (var property : schema.path("properties").properties()) {
      var name = property.getKey();
      boolean required = contains(schema.path("required"), name);
      var path = field.path() + "." + name;
      collect(new Field(path, property.getValue(), required, name.equals(listKey)), "", fields);
    }
  }

  private static boolean contains(JsonNode names, String name) {
    return StreamSupport.stream(names.spliterator(), false).anyMatch(n -> n.asText().equals(name));
  }
}
