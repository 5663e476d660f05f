package io.dodil.buildsecrets.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// kubectl, as a person would call it.
record Kubectl(List<String> command) {

  /// Of the user's own configuration.
  static Kubectl ofUser() {
    return new Kubectl(List.of("kubectl"));
  }

  static Kubectl of(String program, Path kubeconfig) {
    return new Kubectl(List.of(program, "--kubeconfig", kubeconfig.toString()));
  }

  String program() {
    return command.getFirst();
  }

  /// What it printed.
  ///
  /// @throws NotSo when it failed
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
        throw new NotSo("kubectl " + String.join(" ", arguments) + ": " + output.strip());
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotSo("interrupted");
    }
  }
}
