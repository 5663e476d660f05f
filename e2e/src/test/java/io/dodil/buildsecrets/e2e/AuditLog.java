package io.dodil.buildsecrets.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the API server wrote down of the operator's calls.
final class AuditLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /// A call that has been answered.
  record Call(String verb, String resource, String subresource, String namespace, String name) {

    boolean isStatusWrite() {
      return verb.equals("patch")
          && resource.equals("buildsecrets")
          && subresource.equals("status");
    }

    boolean isSecretRead() {
      return verb.equals("get") && resource.equals("secrets");
    }

    /// Not a watch or a list, which go on by themselves.
    boolean isOnPurpose() {
      return !verb.equals("watch") && !verb.equals("list");
    }
  }

  /// Where the log ends now, in bytes.
  long mark() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The operator's calls since then that some reconciliation made on purpose.
  List<Call> operatorCallsSince(long mark) {
    var calls = new ArrayList<Call>();
    try {
      for (var line : linesSince(mark)) {
        var entry = JSON.readTree(line);
        if (entry.path("userAgent").asText().startsWith("buildsecrets-operator")) {
          var call = call(entry);
          if (call.isOnPurpose()) {
            calls.add(call);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return calls;
  }

  /// Whole ones that begin there or later: the API server may be writing at either end.
  private List<String> linesSince(long mark) throws IOException {
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(mark - 1, 0));
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int begin = mark == 0 ? 0 : text.indexOf('\n') + 1;
      return text.substring(begin, Math.max(text.lastIndexOf('\n') + 1, begin)).lines().toList();
    }
  }

  private static Call call(JsonNode entry) {
    var object = entry.path("objectRef");
    return new Call(
        entry.path("verb").asText(),
        object.path("resource").asText(),
        object.path("subresource").asText(),
        object.path("namespace").asText(),
        object.path("name").asText());
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
