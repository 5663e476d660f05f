package io.dodil.buildsecrets.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// One YAML document as a tree.
final class YamlTree {

  private static final int MAX_DEPTH = 16;

  /// Refuses the keys `1` and `"1"` in one mapping, too, which differ for YAML only.
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private YamlTree() {}

  /// @throws RuntimeException of the parser; see [#refusal]
  static JsonNode parse(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setNestingDepthLimit(MAX_DEPTH);
    // none is allowed below, with its place
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    var dumper = new DumperOptions();
    var constructor = new SafeConstructor(options);
    var yaml = new Yaml(constructor, new Representer(dumper), dumper, options, new PlainScalars());
    // the depth first: the events of a very deep text take very long
    var _ = yaml.compose(new StringReader(text));
    for (var event : yaml.parse(new StringReader(text))) {
      if (event instanceof AliasEvent) {
        throw new AliasException(event);
      }
    }
    var root = yaml.<@Nullable Object>load(text);
    return root == null ? JSON.createObjectNode() : JSON.valueToTree(root);
  }

  /// What the exception means; it continues "the configuration file" and quotes nothing.
  static String refusal(RuntimeException e) {
    var what =
        switch (e) {
          case AliasException _ -> "holds a YAML alias, which must be written out";
          case DuplicateKeyException _ -> "holds a key twice";
          case ComposerException _ -> "holds more than one YAML document";
          case MarkedYAMLException _, ReaderException _ -> "is not YAML";
          case YAMLException _ -> "is nested deeper than " + MAX_DEPTH + " levels";
          // the parser lets some of its own mistakes through on broken input
          default -> "is not YAML";
        };
    return e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
        ? what + ", see line " + (marked.getProblemMark().getLine() + 1)
        : what;
  }

  private static final class AliasException extends MarkedYAMLException {
    AliasException(Event alias) {
      super(null, null, "an alias", alias.getStartMark());
    }
  }

  /// Numbers and switches as JSON has them. Whatever else is not in quotes is a text as well, such
  /// as `010`, `0x50`, `1_000`, `1e3` and a date.
  private static final class PlainScalars extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
      addImplicitResolver(Tag.INT, Pattern.compile("-?(?:0|[1-9][0-9]*)"), "-0123456789");
      addImplicitResolver(Tag.NULL, Resolver.NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, Resolver.EMPTY, null);
    }
  }
}
