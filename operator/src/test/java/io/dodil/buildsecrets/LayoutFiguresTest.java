package io.dodil.buildsecrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Prints how large the product is, and holds that the core imports no framework.
class LayoutFiguresTest {

  private static final Path MAIN = Path.of("src/main/java/io/dodil/buildsecrets");

  private static final List<String> CORE =
      List.of("model", "resolve", "auth", "ownership", "sync", "status", "reconcile");

  private static final List<String> FRAMEWORKS =
      List.of(
          "import io.javaoperatorsdk.",
          "import io.fabric8.",
          "import okhttp3.",
          "import org.slf4j.",
          "import io.micrometer.",
          "import io.prometheus.");

  @Test
  void theCoreImportsNoFramework() throws IOException {
    var linesByPackage = new TreeMap<String, Integer>();
    int files = 0;
    long imports = 0;
    for (var file : javaFiles()) {
      var lines = Files.readAllLines(file);
      var name = packageOf(file);
      files++;
      linesByPackage.merge(name, lines.size(), Integer::sum);
      if (CORE.contains(name)) {
        imports += lines.stream().filter(l -> FRAMEWORKS.stream().anyMatch(l::startsWith)).count();
      }
    }
    System.out.printf(
        "layout: %d main files, %d lines, %d framework imports in the core; lines by package %s%n",
        files,
        linesByPackage.values().stream().mapToInt(Integer::intValue).sum(),
        imports,
        linesByPackage);

    assertThat(linesByPackage.keySet()).containsAll(CORE);
    assertThat(imports).isZero();
  }

  private static List<Path> javaFiles() throws IOException {
    try (var files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String packageOf(Path file) {
    return MAIN.relativize(file).getNameCount() == 1
        ? ""
        : MAIN.relativize(file).getName(0).toString();
  }
}
