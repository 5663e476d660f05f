package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.config.ConfigurationFile;
import io.dodil.buildsecrets.config.ConfigurationResult;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.kubernetes.client.ClusterFailure;
import io.dodil.buildsecrets.model.ProxyEnvironment;
import io.dodil.buildsecrets.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs until it is told to stop.
@Command(
    name = "run",
    description = "Run the operator until SIGTERM or SIGINT.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int BAD_CONFIGURATION = 2;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration (YAML).")
  private Path configuration = Path.of("");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: the Pod's service account, or KUBECONFIG.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig. Default: the current one.")
  private @Nullable String context;

  @Override
  public Integer call() throws InterruptedException {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      System.err.println("The kubeconfig " + kubeconfig + " can't be read");
      return BAD_CONFIGURATION;
    }
    return switch (ConfigurationFile.read(configuration)) {
      case ConfigurationResult.Invalid invalid -> {
        System.err.println(invalid.report(configuration));
        yield BAD_CONFIGURATION;
      }
      case ConfigurationResult.Valid(var settings) -> run(settings);
    };
  }

  private int run(Settings settings) throws InterruptedException {
    LogSetup.apply(settings.log());
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtFailures());
    var log = LoggerFactory.getLogger(RunCommand.class);
    var environment = ProxyEnvironment.of(System.getenv());
    settings.warnings().forEach(log::warn);
    environment.warnings().forEach(log::warn);
    var ending = new Ending();
    try {
      var cluster =
          Kubeconfig.find(
              Optional.ofNullable(kubeconfig), Optional.ofNullable(context), System.getenv());
      var effective = settings.with(environment.appliedTo(settings.calls()));
      log.info(ProxyUse.of(effective, cluster.proxy()));
      var process = OperatorProcess.open(effective, cluster.config(), ending::fail);
      ending.stopAtSignal(process);
      process.start();
    } catch (CommandFailure e) {
      System.err.println(e.sentence());
      return BAD_CONFIGURATION;
    } catch (IOException | RuntimeException e) {
      // the message may quote what the other side said; its kind says enough to look further
      log.atError().addKeyValue("kind", ClusterFailure.of(e)).log("could not start");
      return FAILED;
    }
    return ending.await();
  }

  /// How the process ends: by a signal, orderly and with 0, or because it can't go on.
  private static final class Ending {

    private final AtomicInteger code = new AtomicInteger();
    private final CountDownLatch failed = new CountDownLatch(1);

    void stopAtSignal(OperatorProcess process) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    process.close();
                    // the JVM would say 143 after SIGTERM, and a Pod would seem to have failed
                    Runtime.getRuntime().halt(code.get());
                  }));
    }

    void fail() {
      code.set(FAILED);
      failed.countDown();
    }

    int await() throws InterruptedException {
      failed.await();
      return code.get();
    }
  }
}
