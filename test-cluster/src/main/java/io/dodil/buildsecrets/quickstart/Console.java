package io.dodil.buildsecrets.quickstart;

import java.time.Duration;
import java.time.Instant;

/// What the tour says: everything, or in a check only what was proved.
final class Console {

  private final boolean brief;
  private int proved;

  Console(boolean brief) {
    this.brief = brief;
  }

  void says(String text) {
    if (!brief) {
      System.out.println("\n== " + text);
    }
  }

  /// Calls kubectl and shows both the command and what it printed.
  void shows(Kubectl kubectl, String... arguments) {
    if (!brief) {
      System.out.println("$ kubectl " + String.join(" ", arguments));
      System.out.println(kubectl.run(arguments).indent(2).stripTrailing());
    }
  }

  /// @throws UnexpectedState when it is not true
  void proves(boolean isSo, String sentence) {
    if (!isSo) {
      throw new UnexpectedState("not so: " + sentence);
    }
    proved++;
    System.out.println("ok " + proved + " - " + sentence);
  }

  static long millisSince(Instant start) {
    return Duration.between(start, Instant.now()).toMillis();
  }
}
