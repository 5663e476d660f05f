package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Settings;
import java.util.List;

/// Placeholder.
public sealed interface ConfigurationResult {
  record Valid(Settings settings) implements ConfigurationResult {}

  record Invalid(List<Fault> faults) implements ConfigurationResult {}

  record Fault(String path, String message) {}
}
