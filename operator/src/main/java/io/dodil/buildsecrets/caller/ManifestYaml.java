package io.dodil.buildsecrets.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML or JSON as kubectl reads it: several documents, anchors and all.
final class ManifestYaml {

  static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DEPTH = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestYaml() {}

  /// @param where for the sentence that says what is wrong; it never quotes the text
  static List<JsonNode> read(String text, String where) throws Unplannable {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    var dumper = new DumperOptions();
    var yaml =
        new Yaml(
            new SafeConstructor(options), new Representer(dumper), dumper, options, new NoDates());
    var documents = new ArrayList<JsonNode>();
    try {
      for (var document : yaml.loadAll(text)) {
        flatten(JSON.valueToTree(document), documents);
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new Unplannable(
          where + " is not YAML" + (mark == null ? "" : ", see line " + (mark.getLine() + 1)));
    } catch (YAMLException | IllegalArgumentException e) {
      throw new Unplannable(where + " is not YAML");
    }
    return documents;
  }

  /// `kubectl get -o yaml` writes lists.
  private static void flatten(JsonNode document, List<JsonNode> into) {
    var items = document.path("items");
    if (document.path("kind").asText().endsWith("List") && items.isArray()) {
      items.forEach(into::add);
    } else {
      into.add(document);
    }
  }

  /// A date is a text to Kubernetes.
  private static final class NoDates extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, regexp, first, limit);
      }
    }
  }
}
