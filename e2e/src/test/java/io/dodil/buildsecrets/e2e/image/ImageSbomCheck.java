package io.dodil.buildsecrets.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Property;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the bill of materials beside the image says.
class ImageSbomCheck {

  private static final Path FILE = Image.TARGET.resolve("buildsecrets-operator-image.cdx.json");

  @Test
  void isACycloneDxDocument() throws IOException {
    assertThat(new JsonParser().validate(FILE.toFile())).isEmpty();
  }

  @Test
  void isOfThisImage(@TempDir Path folder) throws Exception {
    var digest = Files.readString(Image.TARGET.resolve("buildsecrets-operator-image.digest"));
    var image = bom().getMetadata().getComponent();
    assertThat(image.getType()).isEqualTo(Component.Type.CONTAINER);
    assertThat(image.getName()).isEqualTo("buildsecrets-operator");
    Image.unpack(folder);
    var id = "sha256:" + sha256(folder.resolve("config.json"));
    assertThat(image.getProperties())
        .extracting(Property::getName, Property::getValue)
        .contains(tuple("oci:digest", digest.strip()), tuple("oci:image-id", id));
  }

  @Test
  void namesEveryJarByItsChecksum(@TempDir Path folder) throws Exception {
    var jars = Image.unpack(folder).filesIn("app/libs").values();
    assertThat(jars).isNotEmpty();
    for (var jar : jars) {
      assertThat(checksums()).as(jar.getFileName().toString()).contains(sha256(jar));
    }
  }

  @Test
  void namesTheJavaRunTimeAndThePackagesOfDebian() throws Exception {
    var names = bom().getComponents().stream().map(c -> c.getName() + " " + c.getVersion());
    var runtime = "openjdk-jre " + Runtime.version();
    var packages = Image.pins().stream().map(pin -> pin[0] + " " + pin[1]);
    assertThat(names).contains(runtime).containsAll(packages.toList());
    assertThat(checksums()).containsAll(Image.pins().stream().map(pin -> pin[2]).toList());
  }

  @Test
  void saysOfEachPartWhatItsLicenceIs() throws Exception {
    assertThat(bom().getComponents())
        .filteredOn(c -> !c.getName().equals("buildsecrets-operator"))
        .allSatisfy(c -> assertThat(c.getLicenses()).as(c.getName()).isNotNull());
  }

  private static Bom bom() throws Exception {
    return new JsonParser().parse(FILE.toFile());
  }

  private static List<String> checksums() throws Exception {
    return bom().getComponents().stream()
        .flatMap(c -> Optional.ofNullable(c.getHashes()).stream().flatMap(List::stream))
        .flatMap(hash -> Stream.of(hash.getValue()))
        .toList();
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
