package io.dodil.buildsecrets.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.walk.ApplyDefaultsStrategy;
import com.networknt.schema.walk.WalkConfig;
import io.dodil.buildsecrets.model.NoProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The JSON Schema of the configuration file: what may stand where, the defaults, and the sentences
/// that say what is wrong.
record ConfigurationSchema(JsonNode text, Schema schema) {

  private static final int MAX_FAULTS = 100;

  /// Of a value that is compared with a pattern or parsed, which takes long for a long one.
  static final int MAX_LENGTH = 2048;

  private static final WalkConfig WITH_DEFAULTS =
      WalkConfig.builder()
          .applyDefaultsStrategy(new ApplyDefaultsStrategy(true, true, false))
          .build();

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,62}");

  static ConfigurationSchema load() {
    try (var in = ConfigurationSchema.class.getResourceAsStream("/configuration.schema.json")) {
      var text = new ObjectMapper().readTree(Objects.requireNonNull(in));
      var dialect =
          Dialect.builder(DialectId.DRAFT_7)
              .specificationVersion(SpecificationVersion.DRAFT_7)
              .idKeyword("$id")
              .keywords(KeywordType.getKeywords(SpecificationVersion.DRAFT_7))
              .unknownKeywordFactory((keyword, _) -> new NonValidationKeyword(keyword))
              .formats(List.of(ValueFormat.values()))
              .build();
      var config =
          SchemaRegistryConfig.builder()
              .formatAssertionsEnabled(true)
              .regularExpressionFactory(ConfigurationSchema::matcher)
              .build();
      return new ConfigurationSchema(
          text,
          SchemaRegistry.withDialect(dialect, b -> b.schemaRegistryConfig(config)).getSchema(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RegularExpression matcher(String regex) {
    var pattern = Pattern.compile(regex);
    return value -> {
      try {
        return value.length() <= MAX_LENGTH && pattern.matcher(value).matches();
      } catch (StackOverflowError e) {
        // java.util.regex calls itself for each repetition of a group: nothing sensible has so many
        return false;
      }
    };
  }

  /// Adds the defaults, and returns everything that is wrong: of each place what was found first.
  List<String> complete(JsonNode configuration) {
    schema.walk(configuration, false, context -> context.setWalkConfig(WITH_DEFAULTS));
    var faults = new LinkedHashMap<String, String>();
    for (var error : schema.validate(configuration)) {
      var place = error.getInstanceLocation() + "/" + error.getProperty();
      var path = path(error);
      faults.putIfAbsent(place, path.isEmpty() ? message(error) : path + ": " + message(error));
    }
    return faults.size() <= MAX_FAULTS
        ? List.copyOf(faults.values())
        : Stream.concat(
                faults.values().stream().limit(MAX_FAULTS),
                Stream.of("and " + (faults.size() - MAX_FAULTS) + " more faults"))
            .toList();
  }

  private String message(Error error) {
    var value = error.getInstanceNode();
    var rule = error.getSchemaNode().asText();
    var parent = text.at(error.getSchemaLocation().getFragment().getParent().toString());
    return switch (error.getKeyword()) {
      case "required" -> "is missing";
      case "additionalProperties" -> "is unknown";
      case "propertyNames" -> sentence(error.getSchemaNode(), "pattern");
      case "type" -> wrongType(value, rule, parent);
      case String keyword when rule.equals("no-proxy") ->
          String.join("; ", NoProxy.parse(value.asText()).faults());
      case String keyword -> sentence(parent, keyword);
    };
  }

  private static String wrongType(JsonNode value, String type, JsonNode schema) {
    if (value.isNull()) {
      return "is missing";
    }
    if (value.isContainerNode() && !type.matches("object|array")) {
      return "must be a single value";
    }
    return type.equals("string") && !schema.has("atLeast")
        ? "must be a text: put it in quotes"
        : sentence(schema, "type");
  }

  private static String sentence(JsonNode schema, String keyword) {
    var message = schema.path("message");
    return message.path(keyword).asText(message.asText());
  }

  /// Such as `organizations[0].namespaces`. A key that looks like no key may be a value gone
  /// astray, and is not shown.
  private static String path(Error error) {
    var location = error.getInstanceLocation();
    var elements = IntStream.range(0, location.getNameCount()).mapToObj(location::getElement);
    return Stream.concat(elements, Stream.ofNullable(error.getProperty()))
        .map(
            e ->
                e instanceof Integer
                    ? "[" + e + "]"
                    : "." + (KEY.matcher(e.toString()).matches() ? e : "?"))
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }
}
