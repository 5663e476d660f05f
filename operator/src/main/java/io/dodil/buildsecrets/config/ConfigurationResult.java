package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Settings;
import java.util.List;

/// What came of reading a configuration.
public sealed interface ConfigurationResult {

  /// Every value is good.
  record Valid(Settings settings) implements ConfigurationResult {}

  /// Everything that is wrong, at once, in the order of the documentation; never empty.
  record Invalid(List<Fault> faults) implements ConfigurationResult {

    public Invalid {
      faults = List.copyOf(faults);
    }
  }
}
