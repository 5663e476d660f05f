package io.dodil.buildsecrets.e2e.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What Prometheus' own code says of a scrape.
final class PromLint {

  private PromLint() {}

  /// Empty: nothing is wrong with it.
  ///
  /// @param format `text`, which is linted, or `openmetrics`, which is parsed
  static String of(String format, String scrape) throws IOException, InterruptedException {
    var tool = run(List.of("control-plane/tool.sh", "promlint"), "").strip();
    return run(List.of(tool, format), scrape);
  }

  private static String run(List<String> command, String input)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code > 1) {
      throw new IOException(command + " ended with " + code);
    }
    return output;
  }
}
