package io.dodil.buildsecrets.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The operator's configuration file.
public final class ConfigurationFile {

  /// In bytes; a Kubernetes ConfigMap can't hold more.
  static final int MAX_SIZE = 1 << 20;

  private ConfigurationFile() {}

  /// Reads it once, with every file that it names; never throws for what is in it.
  public static ConfigurationResult read(Path file) {
    try {
      if (Files.size(file) > MAX_SIZE) {
        return invalid("is larger than 1 MiB");
      }
      // a pipe would stop the start
      return Files.isRegularFile(file) ? parse(Files.readString(file)) : invalid("can't be read");
    } catch (NoSuchFileException e) {
      return invalid("does not exist");
    } catch (CharacterCodingException e) {
      return invalid("is not UTF-8 text");
    } catch (IOException e) {
      return invalid("can't be read");
    }
  }

  private static ConfigurationResult parse(String text) {
    JsonNode configuration;
    try {
      configuration = YamlTree.parse(text);
    } catch (RuntimeException e) {
      return invalid(YamlTree.refusal(e));
    }
    var faults = ConfigurationSchema.load().complete(configuration);
    return faults.isEmpty()
        ? new ConfigurationResult.Valid(SettingsBinding.settings(configuration))
        : new ConfigurationResult.Invalid(faults);
  }

  private static ConfigurationResult invalid(String how) {
    return new ConfigurationResult.Invalid(List.of("the configuration file " + how));
  }
}
