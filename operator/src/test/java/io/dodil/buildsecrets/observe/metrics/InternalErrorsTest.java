package io.dodil.buildsecrets.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.testkit.LogLines;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(LogLines.LOCK)
class InternalErrorsTest {

  private final IllegalStateException failure =
      new IllegalStateException("canary", new LinkageError("canary"));

  private final Metrics metrics =
      new Metrics(
          SettingsBuilder.settings(), "test", () -> true, new ManualTimeSource().monotonic());
  private LogLines log;

  @BeforeEach
  void start() {
    log = LogLines.of(InternalErrors.class);
  }

  @AfterEach
  void stop() {
    log.close();
    metrics.close();
  }

  @Test
  void ofObserversAreCountedAndLoggedWithTheirStackTraces() {
    metrics.internalErrors().accept(failure);

    isCountedAndLogged();
  }

  @Test
  void ofCallsAreCountedAndLoggedWithTheirStackTraces() {
    metrics.unexpected("save", "staging", failure);

    isCountedAndLogged();
    assertThat(log.text()).startsWith("ERROR call=save endpoint=staging ");
  }

  private void isCountedAndLogged() {
    assertThat(Scraped.of(metrics).value("buildsecrets_internal_errors_total")).isEqualTo(1);
    assertThat(log.text())
        .contains("java.lang.IllegalStateException", "java.lang.LinkageError")
        .contains("InternalErrorsTest.<init>")
        .doesNotContain("canary");
  }
}
