package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The packaged operator as a process of its own.
///
/// @param log where its standard output and error go
public record OperatorJar(Process process, Path log) implements AutoCloseable {

  private static final Path JAR = Path.of("../dist/target/app/buildsecrets-operator.jar");

  public static OperatorJar start(List<String> jvmFlags, String... arguments) throws IOException {
    return start(new Surroundings(Path.of(""), Map.of()), jvmFlags, arguments);
  }

  /// Where a process runs.
  public record Surroundings(Path directory, Map<String, String> environment) {}

  public static OperatorJar start(Surroundings where, List<String> jvmFlags, String... arguments)
      throws IOException {
    var log = Files.createTempFile("operator", ".log");
    var builder =
        new ProcessBuilder(command(jvmFlags, arguments))
            .directory(where.directory().toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(where.environment());
    return new OperatorJar(builder.start(), log);
  }

  public static List<String> command(List<String> jvmFlags, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// The exit code; fails when it takes longer than a minute.
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The operator did not end");
    }
    return process.exitValue();
  }

  public String output() throws IOException {
    return Files.readString(log);
  }

  /// It runs, ends in order when it is asked to, and has not run out of memory.
  public void assertSurvives() throws IOException, InterruptedException {
    assertThat(process.isAlive()).isTrue();
    process.destroy();
    assertThat(awaitExit()).isZero();
    assertThat(output()).doesNotContain("OutOfMemoryError");
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
  }
}
