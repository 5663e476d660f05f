package io.dodil.buildsecrets.e2e.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.representer.Representer;

/// The chart's values with what their comments say: a comment `# --` above a key describes it and
/// all that is below it.
final class ChartValues {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Value> values = new ArrayList<>();

  private ChartValues() {}

  /// @param key such as `image.tag`
  /// @param byDefault as JSON
  record Value(String key, String byDefault, String description) {

    String row() {
      return "| `%s` | `%s` | %s |".formatted(key, byDefault, description.replace("|", "\\|"));
    }
  }

  static List<Value> read() throws IOException {
    var options = new LoaderOptions();
    options.setProcessComments(true);
    var yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(new DumperOptions()),
            new DumperOptions(),
            options);
    try (var file = Files.newBufferedReader(Helm.CHART.resolve("values.yaml"))) {
      var found = new ChartValues();
      found.section("", (MappingNode) yaml.compose(file));
      return found.values;
    }
  }

  private void section(String path, MappingNode section) {
    for (var entry : section.getValue()) {
      var key = path + ((ScalarNode) entry.getKeyNode()).getValue();
      var description = description(entry);
      if (description != null) {
        values.add(new Value(key, json(entry.getValueNode()), description));
      } else if (entry.getValueNode() instanceof MappingNode inner) {
        section(key + ".", inner);
      } else {
        throw new IllegalStateException(key + " has no comment that begins with `# --`");
      }
    }
  }

  private static @Nullable String description(NodeTuple entry) {
    var comments =
        Stream.ofNullable(entry.getKeyNode().getBlockComments())
            .flatMap(List::stream)
            .map(CommentLine::getValue)
            .map(String::strip)
            .dropWhile(line -> !line.startsWith("--"))
            .toList();
    return comments.isEmpty()
        ? null
        : comments.stream().collect(Collectors.joining(" ")).substring(2).strip();
  }

  private static String json(Node node) {
    try {
      return JSON.writeValueAsString(new Construct().of(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Construct extends SafeConstructor {

    Construct() {
      super(new LoaderOptions());
    }

    Object of(Node node) {
      return constructDocument(node);
    }
  }
}
