package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Settings;
import java.nio.file.Path;
import java.util.List;

/// What came of reading a configuration.
public sealed interface ConfigurationResult {

  /// Every value is good.
  record Valid(Settings settings) implements ConfigurationResult {}

  /// Everything that is wrong, at once; never empty. Each fault is a line for people, with its
  /// path, such as `endpoints.staging.apiUrl: must be an https URL`, and holds no value of the
  /// file.
  record Invalid(List<String> faults) implements ConfigurationResult {

    public Invalid {
      faults = List.copyOf(faults);
    }

    /// For the person who started the command.
    public String report(Path file) {
      return "The configuration %s is not valid:\n  %s"
          .formatted(file, String.join("\n  ", faults));
    }
  }
}
