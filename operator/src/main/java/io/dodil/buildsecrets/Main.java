package io.dodil.buildsecrets;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The operator's commands.
@Command(name = "buildsecrets-operator", mixinStandardHelpOptions = true)
public final class Main implements Runnable {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {}
}
