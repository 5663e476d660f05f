package io.dodil.buildsecrets.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.ProgramResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// That anybody can make the image again.
class ImageBuildCheck {

  /// All that the operator is made of.
  private static final List<String> SOURCES =
      List.of(
          ".mvn",
          "pom.xml",
          "LICENSE",
          "operator/pom.xml",
          "operator/src/main",
          "plan/pom.xml",
          "plan/src/main",
          "dist/pom.xml",
          "dist/src/main",
          "dist/image",
          "sandbox/pom.xml",
          "test-cluster/pom.xml",
          "e2e/pom.xml");

  @TempDir Path elsewhere;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void comesOutTheSameElsewhereWithAnotherMaskTimeZoneAndJavaForMaven() throws IOException {
    SOURCES.forEach(source -> copy(Path.of("..").resolve(source), elsewhere.resolve(source)));

    var build = build();

    assertThat(build.code()).as(build.output()).isZero();
    for (var file : List.of("digest", "cdx.json", "tar")) {
      var name = "buildsecrets-operator-image." + file;
      assertThat(elsewhere.resolve("dist/target").resolve(name))
          .hasSameBinaryContentAs(Image.TARGET.resolve(name));
    }
  }

  private ProgramResult build() throws IOException {
    var lock = Image.TARGET.resolve("image/packages/debian.lock").toRealPath();
    var maven =
        "umask 077; exec '%s/bin/mvn' -B -q -Pimage -pl operator,plan,dist -Dmaven.test.skip=true package"
            .formatted(System.getProperty("maven.home"));
    var program =
        new ProcessBuilder(
            "sh",
            "-c",
            maven
                + " -Dmaven.repo.local='%s' -Dimage.lock='%s'"
                    .formatted(System.getProperty("maven.repo.local"), lock));
    program.environment().put("TZ", "Pacific/Kiritimati");
    program.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return ProgramResult.run(program.directory(elsewhere.toFile()));
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      Files.createDirectories(to.getParent());
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
