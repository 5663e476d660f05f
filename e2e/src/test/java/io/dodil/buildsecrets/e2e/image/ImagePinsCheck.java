package io.dodil.buildsecrets.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when the archive has dropped a package that the lock names: it does that soon after
/// it has a newer one.
class ImagePinsCheck {

  private static final String GONE =
      "libc6 2.36-9 %s pool/main/g/glibc/libc6_2.36-9_amd64.deb%n".formatted("0".repeat(64));

  @TempDir Path folder;

  private Path lock = Path.of("");

  @BeforeEach
  void nameAPackageThatIsGone() throws IOException {
    lock = Files.writeString(folder.resolve("debian.lock"), GONE);
  }

  @Test
  void failsAndSaysWhatToDo() {
    var ended = packages("fail");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .contains("libc6 2.36-9 is in no archive of this machine any more")
        .contains("dist/image/update-pins.sh")
        .contains("-Dimage.packages=FOLDER")
        .contains("-Dimage.base=IMAGE");
  }

  @Test
  void takesTheNewestWhereThatIsAskedForAndSaysSo() throws IOException {
    var ended = packages("newest");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("STALE");
    assertThat(folder.resolve("packages/debian.lock"))
        .content()
        .contains("libc6 2.")
        .isNotEqualTo(GONE);
    assertThat(folder.resolve("packages/libc6/usr/share/doc/libc6/copyright")).isNotEmptyFile();
    assertThat(lock).hasContent(GONE.strip());
  }

  @Test
  void takesNoFileWithAnotherChecksum() throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("mine")).resolve("libc6.deb"), "x");

    var ended = packages("fail", folder.resolve("mine").toString());

    assertThat(ended.code()).isEqualTo(1);
  }

  private ProgramResult packages(String whenGone, String... further) {
    var script = "../dist/image/packages.sh";
    var into = folder.resolve("packages").toString();
    var folderOfPackages = further.length == 0 ? "" : further[0];
    return ProgramResult.run(
        new ProcessBuilder(script, lock.toString(), into, whenGone, folderOfPackages));
  }
}
