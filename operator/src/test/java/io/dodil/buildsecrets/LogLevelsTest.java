package io.dodil.buildsecrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
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
        "com.sun.net.httpserver",
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
    var logger = configured(level, "TEXT").getLogger("io.dodil.buildsecrets.push.Transport");

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
    var out = new ByteArrayOutputStream();
    var appender =
        (OutputStreamAppender<ILoggingEvent>)
            Objects.requireNonNull(context.getLogger("ROOT").getAppender(format));
    appender.setOutputStream(out);

    context
        .getLogger("anybody.else")
        .error("it failed", new IllegalStateException("canary", new RuntimeException("canary")));

    assertThat(out.toString(UTF_8)).contains("it failed").doesNotContain("canary");
  }
}
