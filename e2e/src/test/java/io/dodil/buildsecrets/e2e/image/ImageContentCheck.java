package io.dodil.buildsecrets.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.dodil.buildsecrets.e2e.image.ImageFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in the image.
class ImageContentCheck {

  private static final Pattern LICENSE_TEXT =
      Pattern.compile("/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]");

  @TempDir private Path folder = Path.of("");

  private Image image = new Image(folder, NullNode.getInstance(), List.of());

  @BeforeEach
  void unpack() throws IOException {
    image = Image.unpack(folder);
  }

  @Test
  void holdsNoProgramButJava() {
    assertThat(image.files())
        .filteredOn(ImageFile::isProgram)
        .extracting(ImageFile::path)
        .containsExactlyInAnyOrder("lib64/ld-linux-x86-64.so.2", "opt/jre/bin/java");
    assertThat(image.files())
        .extracting(file -> Path.of(file.path()).getFileName().toString())
        .doesNotContain("sh", "bash", "dash", "ash", "zsh", "busybox", "jspawnhelper");
  }

  @Test
  void belongsToRootAndGivesNobodyMore() {
    assertThat(image.files()).extracting(ImageFile::owner).containsOnly("0:0");
    assertThat(image.files()).extracting(ImageFile::kind).doesNotContain(Kind.OTHER);
    assertThat(image.files()).allMatch(file -> file.mode() <= 0777, "has no setuid and setgid");
    assertThat(image.files())
        .filteredOn(ImageFile::isWritableByOthers)
        .extracting(ImageFile::path)
        .containsExactly("tmp");
  }

  @Test
  void startsAsNobodyWithTheFlagsThatKeepMemoryInside() {
    assertThat(image.settings().get("User").asText()).isEqualTo("65532:65532");
    assertThat(image.entrypoint())
        .startsWith("/opt/jre/bin/java")
        .contains("-XX:+ExitOnOutOfMemoryError", "-XX:-HeapDumpOnOutOfMemoryError")
        .contains("-XX:+DisableAttachMechanism", "-XX:-UsePerfData")
        .contains("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-XX:+UseSerialGC")
        .endsWith("io.dodil.buildsecrets.dist.Main");
  }

  @Test
  void boundsEachPartOfItsMemory() {
    assertThat(image.entrypoint())
        .contains("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=20m", "-Xss512k")
        .contains("-XX:MaxMetaspaceSize=56m", "-XX:MaxDirectMemorySize=8m")
        .contains("-Djdk.nio.maxCachedBufferSize=65536");
    assertThat(image.environment())
        .isEqualTo(Map.of("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=49", "MALLOC_ARENA_MAX", "2"));
  }

  @Test
  void isLabelledAndHasNoDate() {
    var labels = image.settings().get("Labels");
    assertThat(labels.get("org.opencontainers.image.title").asText())
        .isEqualTo("buildsecrets-operator");
    assertThat(labels.get("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(labels.get("org.opencontainers.image.version").asText()).isNotEmpty();
    assertThat(labels.has("org.opencontainers.image.created")).isFalse();
  }

  @Test
  void hasWhatIsOursInLayersOfItsOwn() {
    var own =
        image.layers().stream()
            .map(layer -> layer.stream().filter(f -> f.kind() == Kind.FILE))
            .map(files -> files.map(ImageFile::path).map(p -> p.replaceFirst("-\\d.*jar$", "")))
            .map(Stream::toList)
            .filter(files -> files.getFirst().startsWith("app/"));

    assertThat(own)
        .contains(
            List.of("app/libs/buildsecrets-operator", "app/libs/buildsecrets-plan"),
            List.of("app/classpath/buildsecrets-operator.jar"));
  }

  @Test
  void bringsTheLicencesOfAllThatIsInIt() throws IOException {
    var documents = image.root().resolve("usr/share/doc");
    assertThat(documents.resolve("buildsecrets-operator/LICENSE")).isNotEmptyFile();
    for (var pin : Image.pins()) {
      var copyright = documents.resolve(pin[0]).resolve("copyright");
      var texts = LICENSE_TEXT.matcher(Files.readString(copyright)).results().toList();
      assertThat(texts)
          .allSatisfy(
              text -> assertThat(image.root().resolve(text.group().substring(1))).isNotEmptyFile());
    }
    var modules = image.filesIn("opt/jre/legal");
    assertThat(modules).containsKeys("java.base", "jdk.management");
    assertThat(modules.values())
        .allSatisfy(module -> assertThat(module.resolve("LICENSE")).isNotEmptyFile());
  }

  @Test
  void trustsTheCertificatesOfDebianAndNoOther() throws IOException, GeneralSecurityException {
    var store = image.root().resolve("opt/jre/lib/security/cacerts").toFile();
    var trusted = Collections.list(KeyStore.getInstance(store, new char[0]).aliases());
    var packaged = new ArrayList<String>();
    var folder = Image.TARGET.resolve("image/packages/ca-certificates/usr/share/ca-certificates");
    try (var files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).forEach(f -> packaged.add(f.getFileName().toString()));
    }
    assertThat(trusted).hasSizeGreaterThan(100).hasSameSizeAs(packaged);
    assertThat(trusted).anyMatch(name -> name.equalsIgnoreCase("ISRG_Root_X1.crt"));
  }
}
