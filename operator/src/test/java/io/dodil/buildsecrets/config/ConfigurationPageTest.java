package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What people read says what the schema says. With `-Dgolden=write` the table is made anew.
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String HEAD = "| key | default | meaning |\n|---|---|---|\n";
  private static final JsonNode SCHEMA = ConfigurationSchema.load().text();

  /// A key of the file.
  ///
  /// @param value its default
  private record Row(String key, String value, String meaning) {

    static Row of(String key, boolean required, JsonNode schema) {
      var byDefault = schema.path("default");
      var text = byDefault.asText().isEmpty() ? byDefault.toString() : byDefault.asText();
      return new Row(
          key, required ? "required" : "`" + text + "`", schema.path("description").asText());
    }

    String line() {
      return "| `%s` | %s | %s |%n".formatted(key, value, meaning);
    }
  }

  private static void collect(String prefix, JsonNode schema, List<Row> rows) {
    for (var property : schema.path("properties").properties()) {
      var key = prefix + property.getKey();
      var value = property.getValue();
      var required =
          schema.path("required").valueStream().anyMatch(r -> r.asText().equals(property.getKey()));
      if (value.has("description")) {
        rows.add(Row.of(key, required, value));
      }
      collect(key + ".", value, rows);
      collect(key + ".NAME.", value.path("additionalProperties"), rows);
      collect(key + "[].", value.path("items"), rows);
    }
  }

  private static List<Row> rows() {
    var rows = new ArrayList<Row>();
    collect("", SCHEMA, rows);
    return rows;
  }

  @Test
  void thePageListsEveryKeyWithItsDefault() throws IOException {
    var page = Files.readString(PAGE);
    int start = page.indexOf(HEAD) + HEAD.length();
    int end = page.indexOf("\n\n", start) + 1;
    var table = new StringBuilder();
    rows().forEach(row -> table.append(row.line()));

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
    }
    assertThat(Files.readString(PAGE)).as("run with -Dgolden=write").contains(HEAD + table + "\n");
  }

  /// The README has the keys that most people set.
  @Test
  void theReadmeSaysTheSameDefaults() throws IOException {
    var readme = Files.readString(Path.of("../README.md"));
    var defaults = rows().stream().collect(Collectors.toMap(Row::key, Row::value));

    var shown =
        Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\| ([^|]+) \\|").matcher(readme).results();

    assertThat(shown.filter(row -> defaults.containsKey(row.group(1))))
        .hasSize(5)
        .allSatisfy(row -> assertThat(row.group(2)).startsWith(defaults.get(row.group(1))));
  }

  @Test
  void eachMessageNamesTheBounds() {
    var checked = new ArrayList<JsonNode>();
    for (var schema : SCHEMA.findParents("message")) {
      for (var bound : List.of("minimum", "maximum", "atLeast", "atMost", "maxLength")) {
        // bytes are written with their unit; no URL and no endpoint has so many characters
        if (schema.has(bound)
            && !schema.path("format").asText().matches("(size|url|configured)-.*")) {
          assertThat(schema.path("message").asText()).contains(schema.path(bound).asText());
          checked.add(schema);
        }
      }
      schema
          .path("enum")
          .forEach(word -> assertThat(schema.path("message").asText()).contains(word.asText()));
    }
    assertThat(checked).hasSizeGreaterThan(20);
  }

  @Test
  void theExampleIsValidAndShowsDefaults() throws IOException {
    var example = YamlTree.parse(Files.readString(Path.of("../examples/operator.yaml")));
    var shown = example.deepCopy();
    var defaults = (ObjectNode) YamlTree.parse("");
    defaults.set("endpoints", example.path("endpoints"));

    assertThat(ConfigurationSchema.load().complete(example)).isEmpty();
    assertThat(ConfigurationSchema.load().complete(defaults)).isEmpty();

    assertThat(example).isEqualTo(defaults);
    assertThat(shown.size()).isEqualTo(defaults.size());
  }
}
