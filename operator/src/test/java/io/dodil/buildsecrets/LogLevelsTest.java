package io.dodil.buildsecrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import io.dodil.buildsecrets.observe.log.RedactedException;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the product's own logback.xml lets through.
class LogLevelsTest {

  /// As [LogSetup] does it, for a context of its own.
  private static LoggerContext configured(String level, String format) throws Exception {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("buildsecrets.log.level", level);
    context.putProperty("buildsecrets.log.format", format);
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(LogLevelsTest.class.getResource("/logback.xml")));
    return context;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "okhttp3.OkHttpClient",
        "okhttp3.internal.http2.Http2",
        "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor",
        "io.fabric8.kubernetes.client.informers.impl.cache.Reflector",
        "io.fabric8.kubernetes.client.dsl.internal.AbstractWatchManager",
        "io.javaoperatorsdk.operator.processing.event.EventProcessor",
        "io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource",
        "anybody.else"
      })
  void noOtherLoggerIsBelowInfoAtTrace(String name) throws Exception {
    var logger = configured("TRACE", "JSON").getLogger(name);

    assertThat(logger.isDebugEnabled()).isFalse();
    assertThat(logger.isTraceEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR", "WARN", "INFO", "DEBUG", "TRACE"})
  void ourLoggersFollowTheSetting(String level) throws Exception {
    var logger = configured(level, "TEXT").getLogger("io.dodil.buildsecrets.dodil.Transport");

    assertThat(logger.getEffectiveLevel()).isEqualTo(Level.toLevel(level));
  }

  /// What prints a whole watch event when it does not understand one.
  @Test
  void watchEventsAreNotPrinted() throws Exception {
    var logger =
        configured("TRACE", "JSON")
            .getLogger("io.fabric8.kubernetes.client.dsl.internal.AbstractWatchManager");

    assertThat(logger.isErrorEnabled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"JSON", "TEXT"})
  void noExceptionSpeaks(String format) throws Exception {
    var context = configured("TRACE", format);
    var out = outputOf(context.getLogger("ROOT"));

    context
        .getLogger("anybody.else")
        .error("it failed", new IllegalStateException("canary", new RuntimeException("canary")));

    assertThat(out.toString(UTF_8)).contains("it failed").doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "JSON,LogLevelsTest.saysWhereOurFailuresCameFrom,Caused by:",
    "TEXT,LogLevelsTest.saysWhereOurFailuresCameFrom,Caused by:"
  })
  void saysWhereOurFailuresCameFrom(String format, String frame, String cause) throws Exception {
    var context = configured("INFO", format);
    var out = outputOf(context.getLogger("io.dodil.buildsecrets"));
    var others = outputOf(context.getLogger("ROOT"));
    var failure = new IllegalStateException("canary", new NumberFormatException("canary"));

    RedactedException.in(context.getLogger("io.dodil.buildsecrets.dodil").atError(), failure)
        .log("it failed");

    assertThat(out.toString(UTF_8))
        .contains("it failed", "java.lang.IllegalStateException", frame)
        .contains(cause, "java.lang.NumberFormatException")
        .doesNotContain("canary");
    assertThat(others.toString(UTF_8)).as("the same line again").isEmpty();
  }

  private static ByteArrayOutputStream outputOf(Logger logger) {
    var out = new ByteArrayOutputStream();
    var appenders = logger.iteratorForAppenders();
    var appender = (OutputStreamAppender<ILoggingEvent>) appenders.next();
    appender.setOutputStream(out);
    assertThat(appenders).isExhausted();
    return out;
  }
}
