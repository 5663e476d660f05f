package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.sandbox.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The packaged sandbox as a process of its own: the only way to old TLS, which the JDK bans for a
/// whole process.
public record SandboxJar(Process process, int port, String caPem) implements AutoCloseable {

  private static final Path JAR = Path.of("../sandbox/target/app/buildsecrets-sandbox.jar");
  private static final Pattern PORT = Pattern.compile("https://localhost:(\\d+)");

  public static SandboxJar start(Tls tls) throws IOException {
    var folder = Files.createTempDirectory("sandbox");
    var config = Files.writeString(folder.resolve("settings.yaml"), "tls: " + tls + "\n");
    var ca = folder.resolve("ca.pem");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "--config",
                config.toString(),
                "--ca-file",
                ca.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new SandboxJar(process, port(process.inputReader()), Files.readString(ca));
  }

  private static int port(BufferedReader output) throws IOException {
    var line = String.valueOf(output.readLine());
    var port = PORT.matcher(line);
    if (!port.find()) {
      throw new IOException("The sandbox said " + line);
    }
    return Integer.parseInt(port.group(1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
