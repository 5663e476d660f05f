package io.dodil.buildsecrets.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is in the file: an answer, and soon.
class MutatedConfigurationTest {

  private static final long SEED = 20260101;
  private static final int RUNS = 1000;
  private static final List<String> SCRAPS =
      List.of(
          "\n",
          " ",
          "\t",
          ":",
          ": ",
          "- ",
          "[",
          "]",
          "{",
          "}",
          "'",
          "\"",
          "&a ",
          "*a",
          "<<: *a",
          "!!binary x",
          "!!int ",
          "? ",
          "| ",
          ">",
          "#",
          "%YAML 9.9\n",
          "---\n",
          "...\n",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "\\u12",
          "0x",
          "0b",
          "1_0",
          ".nan",
          ".inf",
          "1:30",
          "1e999999",
          "null",
          "~",
          "yes",
          "-",
          "9".repeat(400),
          "a".repeat(2000),
          "[".repeat(500),
          "(a".repeat(99));

  @TempDir Path folder;

  @Test
  void isAnsweredAndNeverThrows() throws IOException {
    var files = new ConfigurationFiles(folder);
    var good = files.everyKey();
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (int run = 0; run < RUNS; run++) {
      var mutant = mutated(good, random);
      var result =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10), () -> files.read(mutant), () -> "hangs: " + mutant);
      assertThat(result).as(mutant).isNotNull();
    }
  }

  private static String mutated(String good, RandomGenerator random) {
    var text = new StringBuilder(good);
    int edits = 1 + random.nextInt(6);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 -> text.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
        default -> throw new IllegalStateException();
      }
    }
    // an edit may have cut a pair of surrogates in two, which no file can hold
    return new String(text.toString().getBytes(UTF_8), UTF_8);
  }
}
