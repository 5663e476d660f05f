package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that holds what a person sees. With `-Dgolden=write` it is written anew; look at what
/// changed before you commit it.
record Golden(Path file) {

  static Golden of(String name) {
    return new Golden(Path.of("src/test/resources").resolve(name));
  }

  void assertIs(String text) {
    try {
      if (System.getProperty("golden", "").equals("write")) {
        Files.writeString(file, text);
      }
      assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
