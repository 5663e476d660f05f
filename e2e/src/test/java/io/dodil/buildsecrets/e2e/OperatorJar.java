package io.dodil.buildsecrets.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged operator as a process of its own.
///
/// @param log where its standard output and error go
record OperatorJar(Process process, Path log) implements AutoCloseable {

  private static final Path JAR = Path.of("../operator/target/app/buildsecrets-operator.jar");

  static OperatorJar start(List<String> jvmFlags, String... arguments) throws IOException {
    return start(Path.of(""), jvmFlags, arguments);
  }

  /// In that working directory.
  static OperatorJar start(Path directory, List<String> jvmFlags, String... arguments)
      throws IOException {
    var log = Files.createTempFile("operator", ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new OperatorJar(process, log);
  }

  /// The exit code; fails when it takes longer than a minute.
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The operator did not end");
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
