package io.dodil.buildsecrets.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.schema.CrdSchema.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A copy of a good object that holds a field, to be changed there.
///
/// @param parent what holds the field, in the object
/// @param name of the field; a number in a list
public record SchemaSample(JsonNode object, JsonNode parent, String name) {

  public static Optional<SchemaSample> holding(Field field) {
    var segments = List.of(field.path().replace("[]", ".[]").split("\\.", -1));
    return SchemaCase.good()
        .map(good -> good.object().<JsonNode>deepCopy())
        .flatMap(object -> find(object, object, segments))
        .findFirst();
  }

  private static Stream<SchemaSample> find(JsonNode object, JsonNode node, List<String> segments) {
    var rest = segments.subList(1, segments.size());
    var children =
        segments.getFirst().equals("[]")
            ? StreamSupport.stream(node.spliterator(), false)
            : Stream.ofNullable(node.get(segments.getFirst()));
    return rest.isEmpty()
        ? children.map(_ -> new SchemaSample(object, node, segments.getFirst())).limit(1)
        : children.flatMap(child -> find(object, child, rest));
  }

  public JsonNode without() {
    ((ObjectNode) parent).remove(name);
    return object;
  }

  public JsonNode withText(String text) {
    if (parent instanceof ArrayNode list) {
      list.set(0, text);
    } else {
      ((ObjectNode) parent).put(name, text);
    }
    return object;
  }

  /// The first entry so many times; a key that tells entries apart differs.
  public JsonNode withEntries(int count, String key) {
    var list = (ArrayNode) parent.get(name);
    var first = list.get(0);
    list.removeAll();
    for (int i = 0; i < count; i++) {
      list.add(entry(first, key, "n" + i));
    }
    return object;
  }

  private static JsonNode entry(JsonNode first, String key, String name) {
    return first instanceof ObjectNode entry
        ? (key.isEmpty() ? entry.deepCopy() : entry.deepCopy().put(key, name))
        : JsonNodeFactory.instance.textNode(name);
  }
}
