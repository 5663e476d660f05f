package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/// Everything that anybody in this JVM logs: our loggers at TRACE, all others at INFO, with keys,
/// values, arguments, thread names and whole exceptions, which the product leaves out.
final class LeakLog implements AutoCloseable {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger("io.dodil.buildsecrets");
  private final Level rootLevel = root.getLevel();
  private final Level oursLevel = ours.getLevel();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final ByteArrayOutputStream json = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> textAppender = appender(pattern(), text);
  private final OutputStreamAppender<ILoggingEvent> jsonAppender =
      appender(new LogstashEncoder(), json);

  LeakLog() {
    root.setLevel(Level.INFO);
    ours.setLevel(Level.TRACE);
  }

  private static PatternLayoutEncoder pattern() {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern("%level %logger [%thread] %mdc %kvp %msg %marker%n%ex{full}");
    return encoder;
  }

  private OutputStreamAppender<ILoggingEvent> appender(
      Encoder<ILoggingEvent> encoder, ByteArrayOutputStream into) {
    encoder.setContext(context);
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(into);
    appender.start();
    root.addAppender(appender);
    return appender;
  }

  List<LeakSink> sinks() {
    var log = context.getLogger("io.dodil.buildsecrets.planted");
    return List.of(
        new LeakSink("log as text", () -> text.toString(UTF_8), log::trace),
        new LeakSink(
            "log as JSON",
            () -> json.toString(UTF_8),
            leak -> log.atTrace().addKeyValue("key", leak).log("planted")),
        new LeakSink(
            "logged exceptions",
            () -> text.toString(UTF_8),
            leak -> log.warn("planted", new IllegalStateException(leak))));
  }

  @Override
  public void close() {
    root.setLevel(rootLevel);
    ours.setLevel(oursLevel);
    root.detachAppender(textAppender);
    root.detachAppender(jsonAppender);
  }
}
