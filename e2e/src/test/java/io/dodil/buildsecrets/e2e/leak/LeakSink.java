package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/// A place where somebody may look who must not see a value.
///
/// @param content all that is there now
/// @param planting puts a text there as the operator would, if it leaked
record LeakSink(String name, Content content, Planting planting) {

  /// Reads.
  interface Content {
    String read() throws IOException;
  }

  /// Writes.
  interface Planting {
    void plant(String leak) throws Exception;
  }

  /// The names of what has leaked to here.
  Set<String> leaks(LeakSearch search) {
    try {
      return search.find(content.read().getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void plant(String leak) {
    try {
      planting.plant(leak);
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
