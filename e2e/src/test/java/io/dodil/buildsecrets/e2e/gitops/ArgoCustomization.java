package io.dodil.buildsecrets.e2e.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What Argo CD is told about BuildSecrets, laid out as in its own repository.
final class ArgoCustomization {

  static final Path FOLDER =
      Path.of("../examples/argocd/resource_customizations/ignite.dodil.io/BuildSecrets");
  static final List<String> ACTIONS = List.of("resync", "suspend", "resume");

  private ArgoCustomization() {}

  static String health() {
    return Yaml.text(FOLDER.resolve("health.lua"));
  }

  static String discovery() {
    return Yaml.text(FOLDER.resolve("actions/discovery.lua"));
  }

  static String action(String name) {
    return Yaml.text(FOLDER.resolve("actions").resolve(name).resolve("action.lua"));
  }

  /// An object in a file, and what is expected of it.
  record Case(String input, JsonNode expected) {

    ObjectNode object() {
      return Yaml.object(FOLDER.resolve(input));
    }
  }

  /// Of `health_test.yaml`.
  static List<Case> healthCases() {
    return cases("health_test.yaml", "tests", "", "healthStatus");
  }

  /// Of `action_test.yaml`.
  static List<Case> discoveryCases() {
    return cases("actions/action_test.yaml", "discoveryTests", "actions/", "result");
  }

  /// Of `action_test.yaml`: expected are the action and the file that it leads to.
  static List<Case> actionCases() {
    return cases("actions/action_test.yaml", "actionTests", "actions/", "");
  }

  private static List<Case> cases(String file, String list, String folder, String expected) {
    var tests = Yaml.object(FOLDER.resolve(file)).get(list);
    return StreamSupport.stream(tests.spliterator(), false)
        .map(
            test ->
                new Case(
                    folder + test.get("inputPath").textValue(),
                    expected.isEmpty() ? test : test.get(expected)))
        .toList();
  }

  /// The names of the files in a folder.
  static Set<String> files(String folder) {
    try (var files = Files.list(FOLDER.resolve(folder))) {
      return files.map(file -> folder + "/" + file.getFileName()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
