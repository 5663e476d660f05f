package io.dodil.buildsecrets.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML or JSON as kubectl reads it: several documents, anchors and all. A few hundred bytes of
/// aliases can stand for millions of nodes, or for endlessly many, so their number is limited, and
/// an anchor must not contain itself.
public final class ManifestYaml {

  private static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DEPTH = 100;

  /// Aliases of mappings and sequences in one document.
  private static final int MAX_ALIASES = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestYaml() {}

  /// Reads a file of at most 16 MiB.
  ///
  /// @param where for the sentence that says what is wrong
  public static List<JsonNode> read(Path file, String where) throws CommandFailure {
    return read(text(file), where);
  }

  /// Reads a stream to its end, or to 16 MiB.
  ///
  /// @param where for the sentence that says what is wrong
  public static List<JsonNode> read(InputStream in, String where) throws CommandFailure {
    return read(text(in, where), where);
  }

  /// @param where for the sentence that says what is wrong; it never quotes the text
  static List<JsonNode> read(String text, String where) throws CommandFailure {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(MAX_BYTES);
    var dumper = new DumperOptions();
    var yaml =
        new Yaml(new NoRecursion(options), new Representer(dumper), dumper, options, new NoDates());
    var documents = new ArrayList<JsonNode>();
    try {
      for (var document : yaml.loadAll(text)) {
        flatten(JSON.valueToTree(document), documents);
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new CommandFailure(
          where + " is not YAML" + (mark == null ? "" : ", see line " + (mark.getLine() + 1)));
    } catch (YAMLException | IllegalArgumentException e) {
      throw new CommandFailure(
          "%s is not YAML, is nested deeper than %d levels, has more than %d aliases of mappings and lists in a document, or an anchor that contains itself"
              .formatted(where, MAX_DEPTH, MAX_ALIASES));
    }
    return documents;
  }

  private static String text(Path file) throws CommandFailure {
    try (var in = Files.newInputStream(file)) {
      return text(in, file.toString());
    } catch (IOException e) {
      throw new CommandFailure(file + (Files.exists(file) ? " can't be read" : " does not exist"));
    }
  }

  private static String text(InputStream in, String where) throws CommandFailure {
    try {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CommandFailure(where + " is larger than 16 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailure(where + " is not UTF-8 text");
    } catch (IOException e) {
      throw new CommandFailure(where + " can't be read");
    }
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

  /// The parser marks the nodes that contain themselves, and would build endless objects of them.
  private static final class NoRecursion extends SafeConstructor {

    NoRecursion(LoaderOptions options) {
      super(options);
    }

    @Override
    protected Object constructObjectNoCheck(Node node) {
      if (node.isTwoStepsConstruction()) {
        throw new YAMLException("an anchor that contains itself");
      }
      return super.constructObjectNoCheck(node);
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
