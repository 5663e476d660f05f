package io.dodil.buildsecrets.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.dodil.buildsecrets.config.Yaml.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Text -> tree. Own, not databind: that keeps the last of two equal keys, takes an alias for a
/// text, and stops at the first fault.
final class YamlReader {

  private static final int MAX_DEPTH = 16;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final YAMLParser parser;
  private final Faults faults;

  private YamlReader(YAMLParser parser, Faults faults) {
    this.parser = parser;
    this.faults = faults;
  }

  /// Empty, with a fault, when the text is not one YAML document.
  static Optional<Yaml> read(String text, Faults faults) {
    try (var parser = YAML.createParser(text)) {
      var first = parser.nextToken();
      if (first == null) {
        return Optional.of(new Yaml.Scalar(Kind.NULL, ""));
      }
      var root = new YamlReader(parser, faults).node(first, YamlPath.root(), 0);
      if (parser.nextToken() != null) {
        faults.add("", "the configuration file holds more than one YAML document");
      }
      return Optional.of(root);
    } catch (TooDeepException e) {
      faults.add(e.path, "is nested deeper than " + MAX_DEPTH + " levels");
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // its message quotes the file
      var at = e.getLocation();
      var line = at == null ? "" : ", see line " + at.getLineNr();
      faults.add("", "the configuration file is not YAML" + line);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      // the parser lets some of its own mistakes through on broken input
      faults.add("", "the configuration file is not YAML");
      return Optional.empty();
    }
  }

  private Yaml node(JsonToken token, YamlPath path, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new TooDeepException(path.text());
    }
    return switch (token) {
      case START_OBJECT -> mapping(path, depth);
      case START_ARRAY -> sequence(path, depth);
      case VALUE_NULL -> new Yaml.Scalar(Kind.NULL, "");
      case VALUE_TRUE, VALUE_FALSE -> new Yaml.Scalar(Kind.BOOLEAN, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Yaml.Scalar(Kind.NUMBER, parser.getText());
      case VALUE_STRING -> text(path);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          new Yaml.Scalar(Kind.TEXT, "");
    };
  }

  private Yaml text(YamlPath path) throws IOException {
    if (parser.isCurrentAlias()) {
      faults.add(path.text(), "is a YAML alias; write the value out");
      return new Yaml.Scalar(Kind.NULL, "");
    }
    return new Yaml.Scalar(Kind.TEXT, parser.getText());
  }

  private Yaml mapping(YamlPath path, int depth) throws IOException {
    var entries = new LinkedHashMap<String, Yaml>();
    for (var key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      var at = path.key(key);
      if (entries.put(key, node(parser.nextToken(), at, depth + 1)) != null) {
        faults.add(at.text(), "is there twice");
      }
    }
    return new Yaml.Mapping(entries);
  }

  private Yaml sequence(YamlPath path, int depth) throws IOException {
    var items = new ArrayList<Yaml>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(node(token, path.item(items.size()), depth + 1));
    }
    return new Yaml.Sequence(items);
  }

  private static final class TooDeepException extends IOException {
    private final String path;

    TooDeepException(String path) {
      this.path = path;
    }
  }
}
