package io.dodil.buildsecrets.e2e.controlplane;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.util.stream.Collectors;

/// A JVM of its own with a control plane. A line on standard input makes it exit without close.
final class ControlPlaneHolder {

  /// Comes before what it says, for others log to standard output too.
  static final String SAYS = "held: ";

  private ControlPlaneHolder() {}

  public static void main(String[] arguments) throws Exception {
    var controlPlane = ControlPlane.start();
    System.out.println(
        controlPlane.processes().stream()
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(" ", SAYS, "")));
    System.exit(System.in.read() == '\n' ? 0 : 1);
  }
}
