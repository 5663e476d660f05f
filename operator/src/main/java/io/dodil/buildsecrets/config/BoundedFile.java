package io.dodil.buildsecrets.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file of which at most so much is read.
final class BoundedFile {

  private BoundedFile() {}

  /// Empty when it is larger. Only regular files: a pipe would hang the start.
  static Optional<byte[]> read(Path file, int limit) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("not a regular file");
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(limit + 1);
      return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
    }
  }
}
