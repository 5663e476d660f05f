package io.dodil.buildsecrets.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

class UncaughtFailuresTest {

  @Test
  @ResourceLock(LogLines.LOCK)
  void saysWhereAndOfWhatKindAndNotWhat() {
    var failure = new IllegalStateException("s3cr3t", new LinkageError("s3cr3t"));

    try (var log = LogLines.of(UncaughtFailures.class)) {
      new UncaughtFailures().uncaughtException(Thread.currentThread(), failure);

      assertThat(log.text())
          .contains("java.lang.IllegalStateException", "java.lang.LinkageError")
          .contains("UncaughtFailuresTest.saysWhereAndOfWhatKindAndNotWhat")
          .doesNotContain("s3cr3t");
    }
  }

  @Test
  void saysNoMoreOfAPlan() {
    assertThat(UncaughtFailures.summary(new IllegalStateException("s3cr3t")))
        .contains("java.lang.IllegalStateException", "UncaughtFailuresTest")
        .doesNotContain("s3cr3t");
  }
}
