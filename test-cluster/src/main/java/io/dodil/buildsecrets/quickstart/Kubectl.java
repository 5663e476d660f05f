package io.dodil.buildsecrets.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// kubectl, as a person would call it.
record Kubectl(List<String> command) {

  /// @param way to the cluster, as options
  static Kubectl of(String program, List<String> way) {
    return new Kubectl(Stream.concat(Stream.of(program), way.stream()).toList());
  }

  /// What it printed.
  ///
  /// @throws UnexpectedState when it failed
  String run(String... arguments) {
    return run("", List.of(arguments));
  }

  String apply(String manifests) {
    return run(manifests, List.of("apply", "-f", "-"));
  }

  private String run(String input, List<String> arguments) {
    var all = new ArrayList<>(command);
    all.addAll(arguments);
    try {
      var process = new ProcessBuilder(all).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new UnexpectedState("kubectl " + String.join(" ", arguments) + ": " + output.strip());
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnexpectedState("interrupted");
    }
  }
}
