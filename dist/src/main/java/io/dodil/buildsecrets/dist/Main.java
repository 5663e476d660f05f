package io.dodil.buildsecrets.dist;

import io.dodil.buildsecrets.app.RunCommand;
import io.dodil.buildsecrets.app.UninstallCommand;
import io.dodil.buildsecrets.app.Version;
import io.dodil.buildsecrets.plan.cli.PlanCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The operator's commands.
@Command(
    name = "buildsecrets-operator",
    description = "Keeps the build credentials of Dodil organizations equal to Kubernetes Secrets.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.class,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      UninstallCommand.class,
      Main.VersionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped", "1:failed", "2:bad configuration or command line"})
public final class Main implements IVersionProvider {

  public static void main(String[] args) {
    int code = new CommandLine(new Main()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"buildsecrets-operator " + Version.current()};
  }

  /// `version`, as other command-line tools of Kubernetes have it.
  @Command(name = "version", description = "Print the version.")
  static final class VersionCommand implements Runnable {
    @Override
    public void run() {
      System.out.println(new Main().getVersion()[0]);
    }
  }
}
