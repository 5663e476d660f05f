package io.dodil.buildsecrets.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the image is made by. That of which it is made is proved where it is made, by `-Pimage`.
class ImageFilesTest {

  @Test
  void pinsEachPackageOfTheBaseByItsChecksum() throws IOException {
    var pins =
        Files.readAllLines(Path.of("image/debian.lock")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(pins)
        .allSatisfy(
            pin -> assertThat(pin).matches("[a-z0-9-]+ \\S+ [0-9a-f]{64} pool/\\S+/\\S+\\.deb"))
        .extracting(pin -> pin.substring(0, pin.indexOf(' ')))
        .containsExactly("base-files", "ca-certificates", "libc6");
  }

  /// Else the chart would let the Pod go where its image can't run, or nowhere.
  @Test
  void isMadeForTheArchitecturesThatTheChartNames() throws IOException {
    var made =
        Pattern.compile("<architecture>(.*?)</architecture>")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(m -> m.group(1))
            .toList();

    assertThat(made).isNotEmpty();
    assertThat(Files.readAllLines(Path.of("../helm/buildsecrets-operator/values.yaml")))
        .contains("  architectures: [" + String.join(", ", made) + "]");
  }

  /// Memory holds Secrets; and an operator that lost a thread to an OutOfMemoryError must not live
  /// on.
  @Test
  void startsTheOperatorWithFlagsThatKeepItsMemoryInside() throws IOException {
    var flags =
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null");
    assertThat(Files.readAllLines(Path.of("pom.xml")))
        .map(String::strip)
        .containsAll(flags.stream().map(flag -> "<arg>" + flag + "</arg>").toList());
  }
}
