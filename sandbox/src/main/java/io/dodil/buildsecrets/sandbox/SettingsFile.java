package io.dodil.buildsecrets.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// Reads [SandboxSettings] from YAML or JSON; whatever is unknown or wrong is refused.
final class SettingsFile {

  private SettingsFile() {}

  /// @throws IllegalArgumentException says what is wrong with the file
  static SandboxSettings read(Path file) {
    try {
      return Json.YAML.readValue(Files.readString(file), SandboxSettings.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(file + ": " + path(e) + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " can't be read", e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }
}
