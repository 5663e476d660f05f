package io.dodil.buildsecrets.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/// All that a class logs meanwhile, whole exceptions included.
public final class LogLines implements AutoCloseable {

  /// No two tests may look at the log at a time.
  public static final String LOCK = "log";

  private final Logger logger;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

  private LogLines(Logger logger) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logger.getLoggerContext());
    encoder.setPattern("%level %kvp{NONE} %msg%n%ex{full}");
    encoder.start();
    appender.setContext(logger.getLoggerContext());
    appender.setEncoder(encoder);
    appender.setOutputStream(text);
    appender.start();
    logger.addAppender(appender);
    this.logger = logger;
  }

  public static LogLines of(Class<?> type) {
    // while another thread sets the logging up, there is only a substitute
    return new LogLines(
        (Logger)
            Awaitility.await()
                .until(() -> LoggerFactory.getLogger(type), Logger.class::isInstance));
  }

  public String text() {
    return text.toString(UTF_8);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
