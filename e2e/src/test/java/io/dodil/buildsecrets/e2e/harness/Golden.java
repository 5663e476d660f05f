package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text beside the one that is expected. With `-Dgolden=write` it becomes the expected one; read
/// the difference before it is committed.
public final class Golden {

  private static final Path FILES = Path.of("src/test/resources/golden");

  private Golden() {}

  /// That it is what the file says.
  public static void expect(String name, String text) throws IOException {
    var file = FILES.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
