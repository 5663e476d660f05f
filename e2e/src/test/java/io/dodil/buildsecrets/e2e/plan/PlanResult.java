package io.dodil.buildsecrets.e2e.plan;

import io.dodil.buildsecrets.e2e.harness.KubectlUser;
import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What came of `plan`, run as a person does, in a folder of its own that is home and place for
/// temporary files, too.
public record PlanResult(int exitCode, String out, String err, Path folder) {

  /// What `plan` says to that person.
  ///
  /// @param input on standard input
  public static PlanResult by(KubectlUser person, String input, String... arguments)
      throws Exception {
    return by(person, input, List.of(), arguments);
  }

  /// The same in a virtual machine with options.
  ///
  /// @param jvm options of the virtual machine
  public static PlanResult by(
      KubectlUser person, String input, List<String> jvm, String... arguments) throws Exception {
    var folder = Files.createTempDirectory("plan");
    var home = Files.createDirectory(folder.resolve("home"));
    var stdin = Files.writeString(folder.resolve("in"), input);
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var options =
        Stream.concat(
                jvm.stream(),
                Stream.of("-Djava.io.tmpdir=" + home, "-Duser.home=" + home, "-XX:-UsePerfData"))
            .toList();
    var builder =
        new ProcessBuilder(OperatorJar.command(options, arguments))
            .directory(home.toFile())
            .redirectInput(stdin.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("KUBECONFIG", person.kubeconfig().toAbsolutePath().toString());
    builder.environment().put("HOME", home.toString());
    var process = builder.start();
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the plan did not end");
    }
    Files.delete(stdin);
    return new PlanResult(
        process.exitValue(), Files.readString(out), Files.readString(err), folder);
  }

  /// What it left behind.
  public List<Path> files() throws IOException {
    try (var all = Files.walk(folder.resolve("home"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
