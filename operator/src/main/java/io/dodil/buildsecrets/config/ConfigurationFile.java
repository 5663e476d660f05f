package io.dodil.buildsecrets.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The operator's configuration file.
public final class ConfigurationFile {

  /// In bytes; a Kubernetes ConfigMap can't hold more.
  static final int MAX_SIZE = 1 << 20;

  private ConfigurationFile() {}

  /// Reads it once, with every file that it names; never throws for what is in it.
  public static ConfigurationResult read(Path file) {
    try {
      var bytes = BoundedFile.read(file, MAX_SIZE);
      return bytes.map(ConfigurationFile::parse).orElseGet(() -> invalid("is larger than 1 MiB"));
    } catch (NoSuchFileException e) {
      return invalid("does not exist");
    } catch (IOException e) {
      return invalid("can't be read");
    }
  }

  private static ConfigurationResult invalid(String how) {
    return new ConfigurationResult.Invalid(List.of(new Fault("", "the configuration file " + how)));
  }

  private static ConfigurationResult parse(byte[] bytes) {
    return utf8(bytes).map(ConfigurationFile::parse).orElseGet(() -> invalid("is not UTF-8 text"));
  }

  private static ConfigurationResult parse(String text) {
    var faults = new Faults();
    var settings = YamlReader.read(text, faults).map(root -> settings(root, faults));
    return settings.isPresent() && faults.none()
        ? new ConfigurationResult.Valid(settings.get())
        : new ConfigurationResult.Invalid(faults.all());
  }

  private static Settings settings(Yaml root, Faults faults) {
    return SettingsSection.read(Section.root(root, faults));
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
