package io.dodil.buildsecrets.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScrapeMemoryTest {

  /// With the flags of the image, and a heap of half the chart's limit.
  @Test
  void scrapesThatNobodyReadsDontEndTheProcess() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                UnreadScrapes.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).endsWith("5000\n");
  }
}
