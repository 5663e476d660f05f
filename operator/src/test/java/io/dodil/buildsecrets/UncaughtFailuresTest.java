package io.dodil.buildsecrets;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UncaughtFailuresTest {

  @Test
  void saysWhereAndOfWhatKindAndNotWhat() {
    var log = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger(UncaughtFailures.class);
    log.start();
    logger.addAppender(log);

    new UncaughtFailures()
        .uncaughtException(new Thread("worker"), new IllegalStateException("s3cr3t"));

    logger.detachAppender(log);
    assertThat(log.list).hasSize(1);
    var line = log.list.getFirst();
    assertThat(line.getThrowableProxy()).isNull();
    assertThat(line.getFormattedMessage() + line.getKeyValuePairs())
        .contains("worker", "java.lang.IllegalStateException", "UncaughtFailuresTest")
        .doesNotContain("s3cr3t");
  }
}
