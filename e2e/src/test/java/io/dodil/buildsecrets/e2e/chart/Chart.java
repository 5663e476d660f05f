package io.dodil.buildsecrets.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The objects of one rendering.
record Chart(List<JsonNode> objects) {

  static final String RELEASE = "release";
  static final String NAMESPACE = "chart-ops";
  static final String FULL_NAME = "release-buildsecrets-operator";

  /// @param settings such as `replicas=2`
  static Chart with(String... settings) {
    var options = new ArrayList<String>();
    for (var setting : settings) {
      options.addAll(List.of("--set", setting));
    }
    return new Chart(Helm.four().template(RELEASE, NAMESPACE, options.toArray(String[]::new)));
  }

  /// @param json such as `affinity={"podAffinity":{}}`, since `--set` has no empty object
  static Chart withJson(String json) {
    return new Chart(Helm.four().template(RELEASE, NAMESPACE, "--set-json", json));
  }

  Stream<JsonNode> of(String kind) {
    return objects.stream().filter(o -> o.path("kind").asText().equals(kind));
  }

  JsonNode only(String kind) {
    var found = of(kind).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects of kind " + kind);
    }
    return found.getFirst();
  }

  JsonNode podTemplate() {
    return only("Deployment").at("/spec/template");
  }

  JsonNode container() {
    return podTemplate().at("/spec/containers/0");
  }

  /// The operator's configuration file.
  String configuration() {
    return of("ConfigMap")
        .map(map -> map.at("/data/config.yaml").asText())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /// `kind namespace/name` of each, in the order of the manifest.
  List<String> names() {
    return objects.stream().map(Chart::name).toList();
  }

  private static String name(JsonNode object) {
    var namespace = object.at("/metadata/namespace").asText();
    return "%s %s%s"
        .formatted(
            object.path("kind").asText(),
            namespace.isEmpty() ? "" : namespace + "/",
            object.at("/metadata/name").asText());
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
