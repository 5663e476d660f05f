package io.dodil.buildsecrets.e2e.judges;

import io.dodil.buildsecrets.e2e.examples.ExampleUse;
import io.dodil.buildsecrets.e2e.harness.Helm;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is judged: what the chart is rendered to with every file of values, the examples, the CRD.
///
/// @param schemas of everything that a cluster with the CRDs of the examples knows
record JudgedFiles(ServerSchemas schemas, List<Named> renderings, List<Named> manifests) {

  static final Path CRD = Path.of("../crds/buildsecrets.ignite.dodil.io.yaml");
  private static final Path GOOD = Path.of("src/test/resources/chart/good");

  /// @param name for people
  record Named(String name, Path path) {}

  static JudgedFiles collect(Kubectl kubectl, Path folder) throws IOException {
    var schemas = ServerSchemas.write(kubectl, Files.createDirectory(folder.resolve("schemas")));
    var renderings = renderings(folder);
    var manifests = new ArrayList<>(renderings);
    manifests.add(new Named("crds/", CRD));
    ExampleUse.MANIFEST
        .files()
        .map(file -> new Named(ExampleUse.FOLDER.relativize(file).toString(), file))
        .forEach(manifests::add);
    return new JudgedFiles(schemas, renderings, List.copyOf(manifests));
  }

  /// Of the tests of the chart and of the examples.
  static List<Path> values() throws IOException {
    try (var tests = Files.list(GOOD)) {
      return Stream.concat(tests, ExampleUse.VALUES.files()).sorted().toList();
    }
  }

  private static List<Named> renderings(Path folder) throws IOException {
    var helm = Helm.four();
    var renderings = new ArrayList<Named>();
    for (var values : values()) {
      var name = "%s/%s".formatted(values.getName(values.getNameCount() - 2), values.getFileName());
      var file = folder.resolve(name.replace('/', '-'));
      var rendered =
          helm.call(
              "template", "acme", Helm.CHART.toString(), "-n", "dodil", "-f", values.toString());
      renderings.add(new Named(name, Files.writeString(file, rendered.orThrow())));
    }
    return List.copyOf(renderings);
  }
}
