package io.dodil.buildsecrets.testkit;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Texts that are almost right. The same seed gives the same ones.
public final class Mutation {

  private static final List<String> SCRAPS =
      List.of(
          "",
          " ",
          "\n",
          "\r\n",
          "\t",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "\\",
          "\\u12",
          "\"",
          "'",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          ".",
          "=",
          "==",
          "-1",
          "0",
          "1e999999",
          "NaN",
          "null",
          "true",
          "\"true\"",
          "9".repeat(400),
          "a".repeat(5000),
          "[".repeat(3000),
          "{\"a\":".repeat(3000));

  private final RandomGenerator random;

  public Mutation(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// One of these, with up to six edits.
  public String of(List<String> samples) {
    var text = new StringBuilder(samples.get(random.nextInt(samples.size())));
    int edits = random.nextInt(7);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 2 -> text.insert(at, text.substring(at, end));
        default -> text.insert(at, (char) random.nextInt(0x300));
      }
    }
    return text.toString();
  }
}
