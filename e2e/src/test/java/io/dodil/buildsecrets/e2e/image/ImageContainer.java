package io.dodil.buildsecrets.e2e.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process in the image's root file system, as restricted as in a Pod of the chart: 65532:65532,
/// nothing to write to, no capabilities, a limit of memory. Its network is ours.
///
/// @param log where its standard output and error go
record ImageContainer(Process process, Path log) implements AutoCloseable {

  private static final Path SCRIPT = Path.of("src/test/resources/image/container.sh");

  /// Of the chart.
  static final int MEBIBYTES = 256;

  /// The operator with its arguments, as the image starts it.
  static ImageContainer start(
      Image image, Map<String, String> mounts, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<>(image.entrypoint());
    command.addAll(List.of(arguments));
    return startProgram(image, mounts, environment, command);
  }

  /// Another Java program on the same run time.
  ///
  /// @param mounts host files by where the program sees them
  static ImageContainer startProgram(
      Image image,
      Map<String, String> mounts,
      Map<String, String> environment,
      List<String> program)
      throws IOException {
    // which the JVM takes for the machine's
    var limit = Map.of("JDK_JAVA_OPTIONS", "-XX:MaxRAM=" + MEBIBYTES + "m");
    return start(image, command(image, mounts, program), environment, limit);
  }

  /// The operator with its arguments, and no more memory than the kernel lets it have.
  static ImageContainer startIn(
      MemoryCgroup limit,
      Image image,
      Map<String, String> mounts,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    var program = Stream.concat(image.entrypoint().stream(), arguments.stream()).toList();
    var command = limit.command(command(image, mounts, program));
    return start(image, command, environment, Map.of());
  }

  private static List<String> command(
      Image image, Map<String, String> mounts, List<String> program) {
    var command = new ArrayList<>(List.of(SCRIPT.toString(), image.root().toString()));
    mounts.forEach((where, file) -> command.add(where + "=" + file));
    command.add("--");
    command.addAll(program);
    return command;
  }

  /// @param further what is appended to variables of the image
  private static ImageContainer start(
      Image image,
      List<String> command,
      Map<String, String> environment,
      Map<String, String> further)
      throws IOException {
    var log = Files.createTempFile("container", ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(image.environment());
    further.forEach(
        (name, value) -> builder.environment().merge(name, value, (a, b) -> a + " " + b));
    builder.environment().putAll(environment);
    return new ImageContainer(builder.start(), log);
  }

  /// The status of the answer; 0 when there is none.
  static int probe(int port, String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  /// A line of what the kernel knows of it, without its name.
  String kernelKnows(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /// `TERM`, `SEGV`.
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("The container did not end");
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
  }
}
