package io.dodil.buildsecrets.sandbox;

import io.javalin.util.JavalinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs a sandbox until it is told to stop.
@Command(
    name = "buildsecrets-sandbox",
    mixinStandardHelpOptions = true,
    description = "A stand-in for Dodil on the loopback. See sandbox/README.md.")
public final class Main implements Callable<Integer> {

  @Option(names = "--config", description = "Settings as YAML or JSON (default: a sample).")
  private @Nullable Path config;

  @Option(names = "--port", description = "0: any free one (default: the settings').")
  private @Nullable Integer port;

  @Option(names = "--ca-file", description = "Write the CA certificate to trust there.")
  private @Nullable Path caFile;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    // Not logback.xml: the operator's would be in its way where both are on one class path.
    System.setProperty("logback.configurationFile", "logback-sandbox.xml");
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = settings();
    if (settings.tls() == Tls.TLS_1_1) {
      permitOldTls();
    }
    var stop = new CountDownLatch(1);
    var sandbox = start(settings);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  sandbox.close();
                  stop.countDown();
                }));
    if (caFile != null) {
      Files.writeString(caFile, sandbox.caPem());
    }
    System.out.printf("Listening: %s, tokens: %s%n", sandbox.apiUrl(), sandbox.tokenUrl());
    stop.await();
    return 0;
  }

  private Sandbox start(SandboxSettings settings) {
    try {
      return Sandbox.start(settings);
    } catch (JavalinException e) {
      throw fault("can't listen on port " + settings.port());
    }
  }

  private SandboxSettings settings() {
    try {
      var settings = config == null ? SandboxSettings.sample() : SettingsFile.read(config);
      return port == null ? settings : settings.withPort(port);
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException fault(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /// The JDK refuses TLS 1.1 by itself; this must come before its first use of TLS.
  private static void permitOldTls() {
    var name = "jdk.tls.disabledAlgorithms";
    var disabled = Security.getProperty(name);
    Security.setProperty(name, disabled.replaceAll("TLSv1\\.1, *", ""));
  }
}
