package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A whole status as the API server holds it, beside the one that is expected. With
/// `-Dgolden=write` it becomes the expected one; read the difference before it is committed.
public final class GoldenStatus {

  public static final Path FOLDER = Path.of("src/test/resources/status");

  private static final Pattern ORGANIZATION = Pattern.compile("org-[0-9]+");

  private GoldenStatus() {}

  /// That the status of the resource is the one of `name.yaml`.
  public static void expect(String name, TestNamespace ns, String resource) {
    var file = FOLDER.resolve(name + ".yaml");
    try {
      var now = masked(Yaml.MAPPER.writeValueAsString(ns.rawStatus(resource)));
      if ("write".equals(System.getProperty("golden"))) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, now);
      }
      assertThat(file).as("a golden status of that name").exists();
      assertThat(now).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, Object> read(Path file) {
    try {
      return Yaml.MAPPER.readValue(file.toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Stream<Path> all() {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without what differs from run to run: times, uids, versions, ports, and the organization's
  /// number, of which the first is A.
  public static String masked(String text) {
    var organizations = new LinkedHashMap<String, String>();
    return ORGANIZATION
        .matcher(
            text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
                .replaceAll("resourceVersion: \"\\d+\"", "resourceVersion: VERSION")
                .replaceAll("localhost:\\d+", "localhost:PORT"))
        .replaceAll(
            found ->
                organizations.computeIfAbsent(
                    found.group(), _ -> "org-" + (char) ('A' + organizations.size())));
  }
}
