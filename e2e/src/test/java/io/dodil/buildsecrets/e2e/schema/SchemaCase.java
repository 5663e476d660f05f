package io.dodil.buildsecrets.e2e.schema;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// An object in `schema/good` or `schema/bad`. The comments at its head say what is wrong with it
/// and how that is told:
///
/// ```
/// # refused spec.endpoint: an endpoint is named as in ...
/// # refused by server-side apply: where that has another way to say it
/// ```
public record SchemaCase(
    String name, JsonNode object, List<Expected> faults, Optional<String> applyRefusal) {

  private static final Path FOLDER = Path.of("src/test/resources/schema");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String REFUSED = "# refused ";
  private static final String BY_APPLY = "by server-side apply: ";

  /// What the API server is to say of the object.
  ///
  /// @param field such as `spec.buildSecrets[0].name`
  public record Expected(String field, String sentence) {

    /// For any element of a list.
    public Expected anywhere() {
      return new Expected(field.replaceAll("\\[[0-9]+]", "[]"), sentence);
    }
  }

  public static Stream<SchemaCase> good() {
    return in("good");
  }

  public static Stream<SchemaCase> bad() {
    return in("bad");
  }

  public static SchemaCase good(String name) {
    return read(FOLDER.resolve("good").resolve(name + ".yaml"));
  }

  private static Stream<SchemaCase> in(String folder) {
    try (var files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().map(SchemaCase::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SchemaCase read(Path file) {
    try {
      var refusals =
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith(REFUSED))
              .map(line -> line.substring(REFUSED.length()))
              .toList();
      var name = Objects.requireNonNull(file.getFileName()).toString().replace(".yaml", "");
      return new SchemaCase(
          name.replace('-', ' '),
          YAML.readTree(file.toFile()),
          refusals.stream()
              .filter(not(r -> r.startsWith(BY_APPLY)))
              .map(SchemaCase::fault)
              .toList(),
          refusals.stream()
              .filter(r -> r.startsWith(BY_APPLY))
              .map(r -> r.substring(BY_APPLY.length()))
              .findFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Expected fault(String text) {
    int colon = text.indexOf(": ");
    return new Expected(text.substring(0, colon), text.substring(colon + 2));
  }

  @Override
  public String toString() {
    return name;
  }
}
