package io.dodil.buildsecrets.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.resolve.Resolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A folder below `scenarios`: `given.yaml` holds a BuildSecrets, Secrets, and maybe Settings.
public record Scenario(
    Path folder, Resolver resolver, BuildSecretsSpec spec, Map<String, SecretContent> secrets) {

  public static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private static final Path ROOT = Path.of("src/test/resources/scenarios");

  public static List<Path> folders(String kind) {
    try (var folders = Files.list(ROOT.resolve(kind))) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Scenario in(Path folder) throws IOException {
    Optional<LabelSelector> selector = Optional.empty();
    long limit = 1 << 20;
    Optional<BuildSecretsSpec> spec = Optional.empty();
    var secrets = new HashMap<String, SecretContent>();
    var documents =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(folder.resolve("given.yaml").toFile())
            .readAll();
    for (var document : documents) {
      switch (document.path("kind").asText()) {
        case "BuildSecrets" ->
            spec = Optional.of(YAML.treeToValue(document.get("spec"), BuildSecretsSpec.class));
        case "Secret" -> secrets.put(document.at("/metadata/name").asText(), secret(document));
        case "Settings" -> {
          selector =
              Optional.ofNullable(document.get("secretSelector"))
                  .map(s -> LabelSelector.parse(s.asText()).orElseThrow());
          limit = document.path("maxPayload").asLong(limit);
        }
        default -> throw new IllegalStateException("unknown kind in " + folder);
      }
    }
    return new Scenario(folder, new Resolver(selector, limit), spec.orElseThrow(), secrets);
  }

  /// The one file that says what is expected; fails on any other file.
  public static String expectation(Path folder, String result) throws IOException {
    try (var files = Files.list(folder)) {
      var names = new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
      names.remove("given.yaml");
      if (names.size() != 1 || !Set.of(result, "expected-problems.yaml").containsAll(names)) {
        throw new IllegalStateException(folder + " holds " + names);
      }
      return names.getFirst();
    }
  }

  public JsonNode read(String file) throws IOException {
    return YAML.readTree(folder.resolve(file).toFile());
  }

  /// Read back from text, as what is expected was: an int is no long there.
  public static JsonNode tree(List<Problem> problems) throws IOException {
    var list = YAML.createArrayNode();
    problems.forEach(p -> list.addObject().set(p.getClass().getSimpleName(), YAML.valueToTree(p)));
    return YAML.readTree(YAML.writeValueAsString(list));
  }

  private static SecretContent secret(JsonNode document) {
    var data = new HashMap<String, Sensitive>();
    document
        .path("stringData")
        .properties()
        .forEach(e -> data.put(e.getKey(), Sensitive.of(e.getValue().asText())));
    document
        .path("data")
        .properties()
        .forEach(
            e ->
                data.put(
                    e.getKey(), Sensitive.of(Base64.getDecoder().decode(e.getValue().asText()))));
    var labels = new HashMap<String, String>();
    document
        .at("/metadata/labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    var name = document.at("/metadata/name").asText();
    return new SecretContent(
        name, "uid", "1", document.path("type").asText("Opaque"), labels, data);
  }
}
