package io.dodil.buildsecrets.e2e.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.e2e.harness.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The image that `-Pimage` made, taken apart.
///
/// @param root its root file system
/// @param settings how a container of it is started
/// @param layers the files of each
record Image(Path root, JsonNode settings, List<List<ImageFile>> layers) {

  /// What its build left behind.
  static final Path TARGET = Path.of("../dist/target");

  static Image unpack(Path folder) throws IOException {
    var root = Files.createDirectories(folder.resolve("root"));
    run("tar", "-C", folder, "-xf", TARGET.resolve("buildsecrets-operator-image.tar"));
    var json = new ObjectMapper();
    var manifest = json.readTree(folder.resolve("manifest.json").toFile()).get(0);
    var config = json.readTree(folder.resolve(manifest.get("Config").asText()).toFile());
    var layers = new ArrayList<List<ImageFile>>();
    for (var layer : texts(manifest.get("Layers"))) {
      layers.add(ImageFile.list(folder.resolve(layer)));
      run("tar", "-C", root, "-xzpf", folder.resolve(layer));
    }
    return new Image(root, config.get("config"), layers);
  }

  List<String> entrypoint() {
    return texts(settings.get("Entrypoint"));
  }

  Map<String, String> environment() {
    return texts(settings.get("Env")).stream()
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(v -> v[0], v -> v[1]));
  }

  /// Of all layers.
  List<ImageFile> files() {
    return layers.stream().flatMap(List::stream).toList();
  }

  /// Below a folder of the root file system, by their names.
  Map<String, Path> filesIn(String folder) throws IOException {
    try (var files = Files.list(root.resolve(folder))) {
      return files.collect(Collectors.toMap(f -> f.getFileName().toString(), Function.identity()));
    }
  }

  /// The packages that its base was made of.
  static List<String[]> pins() throws IOException {
    return Files.readAllLines(TARGET.resolve("image/packages/debian.lock")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" "))
        .toList();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void run(Object... command) {
    var ended =
        ProgramResult.run(new ProcessBuilder(Stream.of(command).map(String::valueOf).toList()));
    if (ended.code() != 0) {
      throw new IllegalStateException(ended.output());
    }
  }
}
