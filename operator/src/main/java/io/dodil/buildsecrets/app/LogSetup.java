package io.dodil.buildsecrets.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.dodil.buildsecrets.model.Settings.LogSettings;
import org.slf4j.LoggerFactory;

/// Says how the log looks, before the first line of it. Logback reads these with its configuration.
public final class LogSetup {

  private LogSetup() {}

  static void apply(LogSettings settings) {
    System.setProperty("buildsecrets.log.level", settings.level().name());
    System.setProperty("buildsecrets.log.format", settings.format().name());
    configureAgain();
  }

  /// The validator of the configuration file has made loggers of its own by then.
  private static void configureAgain() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    try {
      new ContextInitializer(context).autoConfig();
    } catch (JoranException e) {
      throw new IllegalStateException("logback.xml", e);
    }
  }

  /// Of a command whose output is its own: what libraries have to say would be in between.
  public static void silence() {
    System.setProperty("buildsecrets.log.format", "NONE");
  }
}
