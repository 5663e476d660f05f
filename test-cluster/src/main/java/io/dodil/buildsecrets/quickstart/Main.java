package io.dodil.buildsecrets.quickstart;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Sets the stage, gives the tour and stays until Ctrl-C, or ends after it.
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description =
        "Shows the operator at work, with a stand-in for Dodil, and cleans up at the end.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is as it should be", "1:something is not", "2:bad command line"})
public final class Main implements Callable<Integer> {

  @Option(names = "--check", description = "Only say what was proved, and end.")
  private boolean check;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "Use this cluster of your kubeconfig, by your kubectl, instead of a built-in one.")
  private @Nullable String context;

  @Option(names = "--root", hidden = true, description = "The repository.")
  private Path root = Path.of("");

  private @Nullable OperatorRun operator;

  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "logback-sandbox.xml");
    // the tour says itself what arrives
    System.setProperty("sandbox.log.level", "WARN");
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    var cleanup = Cleanup.removedAtExit();
    try {
      give(cleanup);
      return 0;
    } catch (RuntimeException e) {
      if (!cleanup.areBeingRemoved()) {
        explain(e);
      }
      return 1;
    } finally {
      cleanup.close();
    }
  }

  private void give(Cleanup cleanup) throws InterruptedException {
    var console = new Console(check);
    var start = Instant.now();
    var folder = cleanup.folder();
    var cluster = context == null ? Cluster.ownOne(cleanup) : Cluster.ofContext(context);
    var environment = Environment.set(root, cluster, folder, cleanup);
    operator = environment.operator();
    console.proves(
        true, "cluster and sandbox are up after %d ms".formatted(Console.millisSince(start)));
    new Walkthrough(environment, console).walk(root);
    if (check) {
      var stopping = Instant.now();
      console.proves(
          operator.stop() == 0,
          "the operator stops with 0 within %d ms".formatted(Console.millisSince(stopping)));
    } else {
      System.out.println(NextSteps.to(environment));
      new CountDownLatch(1).await();
    }
  }

  private void explain(RuntimeException e) {
    System.err.println(e instanceof UnexpectedState ? e.getMessage() : e.toString());
    if (operator != null) {
      System.err.println("The end of " + operator.log() + ":\n" + operator.lastLines());
    }
  }
}
