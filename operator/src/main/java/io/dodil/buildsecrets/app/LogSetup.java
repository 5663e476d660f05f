package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.model.Settings.LogSettings;

/// Says how the log looks, before the first line of it: logback reads these when it wakes up.
public final class LogSetup {

  private LogSetup() {}

  static void apply(LogSettings settings) {
    System.setProperty("buildsecrets.log.level", settings.level().name());
    System.setProperty("buildsecrets.log.format", settings.format().name());
  }

  /// Of a command whose output is its own: what libraries have to say would be in between.
  public static void silence() {
    System.setProperty("buildsecrets.log.format", "NONE");
  }
}
