package io.dodil.buildsecrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UncaughtFailuresTest {

  @Test
  void saysWhereAndOfWhatKindAndNotWhat() {
    var said = UncaughtFailures.summary(new IllegalStateException("s3cr3t"));

    assertThat(said)
        .contains("java.lang.IllegalStateException", "UncaughtFailuresTest")
        .doesNotContain("s3cr3t");
  }
}
